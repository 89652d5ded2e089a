import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const foreignKeyValidatesInPlace: Rule<WordedScene> = {
  id: 'foreign-key-validates-in-place',
  severity: 'error',
  title: 'ADD FOREIGN KEY while foreign_key_checks is on',
  problem:
    'The server copies the whole table to look at its rows, while every write to it waits. With foreign_key_checks = 0 it adds the key while others write, and looks at new rows alone: rows without their parent have to be looked for before.',
  safe: `-- this must find nothing:
SELECT orders.id FROM orders LEFT JOIN users ON users.id = orders.user_id WHERE orders.user_id IS NOT NULL AND users.id IS NULL LIMIT 1;
SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id), ALGORITHM=INPLACE, LOCK=NONE;
SET foreign_key_checks = 1;`,
  allow: 'The table is small, or writes may wait for as long as the copy takes.',
  check(scene) {
    const { deed, statement } = scene
    const isAlone = deed.kind === 'alter table' && deed.alterations.length === 1
    return costlyChanges(scene, ['add foreign key'], () =>
      isAlone
        ? `SET foreign_key_checks = 0;\n${statement.text}, ALGORITHM=INPLACE, LOCK=NONE;\nSET foreign_key_checks = 1;`
        : undefined,
    )
  },
}
