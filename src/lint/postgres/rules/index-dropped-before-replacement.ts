import type { Hit, Rule, Scene } from '../../rule.ts'
import { droppedRelations, nameOf, quoted } from '../names.ts'
import type { Index } from '../schema.ts'

export const indexDroppedBeforeReplacement: Rule = {
  id: 'index-dropped-before-replacement',
  severity: 'warning',
  title: 'An index that is dropped before the one in its place is built',
  problem:
    'Until the new index is there, every query that used the old one reads the whole table, and a build takes long. If the build fails there is neither of the two.',
  safe: `CREATE INDEX CONCURRENTLY users_email_new ON users (email, id);
DROP INDEX CONCURRENTLY users_email;
ALTER INDEX users_email_new RENAME TO users_email;`,
  allow: 'No query needs the index meanwhile, or there is no room for both.',
  about: ['IndexStmt'],
  check(scene): readonly Hit[] {
    const { tree, schema } = scene
    if (!('IndexStmt' in tree)) return []
    const { relation, indexParams = [] } = tree.IndexStmt
    const [first] = indexParams
    const column = first !== undefined && 'IndexElem' in first ? first.IndexElem.name : undefined
    if (column === undefined) return []
    const gone = schema
      .goneFrom(schema.table(relation))
      .find((index) => index.columns[0] === column && !isDroppedTogether(index, scene))
    if (gone === undefined) return []
    return [
      {
        message: `${quoted(gone.name.relname ?? '')} was dropped above, and begins with ${quoted(column)} too: until this is built, queries that used it read the whole table. Build this one first, drop the other one after it, and rename it if need be.`,
      },
    ]
  },
}

/** In one transaction nobody sees the database without an index; what waits there is told by other rules. */
function isDroppedTogether(index: Index, { earlier, schema }: Scene): boolean {
  const name = nameOf(index.name)
  return earlier.some(
    ({ tree }) =>
      'DropStmt' in tree &&
      tree.DropStmt.removeType === 'OBJECT_INDEX' &&
      droppedRelations(tree.DropStmt.objects).some((each) => nameOf(schema.located(each)) === name),
  )
}
