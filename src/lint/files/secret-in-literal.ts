import { waysOf, type FileRule } from './file-rule.ts'
import { mayHoldSecrets, secretsIn } from './literals.ts'

export const secretInLiteral: FileRule = {
  id: 'secret-in-literal',
  severity: 'error',
  title: 'A key, a token or a password among the data of a migration',
  problem:
    'Migrations are kept in version control and on every machine that runs them, and servers write their statements to logs. The line is never printed with the secret in it.',
  safe: `-- put the row in without it, and the secret by the application:
INSERT INTO integrations (name, token) VALUES ('billing', NULL);`,
  allow: 'It is made up, or has been taken back.',
  check(scene) {
    return waysOf(scene).flatMap(([way, { part, all }]) =>
      (mayHoldSecrets(part.text) ? all : []).flatMap((statement) => {
        const [first, ...others] = secretsIn(statement, scene.grammar)
        if (first === undefined) return []
        const more = others.length === 0 ? '' : `, and there are ${others.length} more like it`
        const message = `This looks like ${first.what}${more}: everybody who can read the file knows it.`
        return [{ way, statement, at: first.at, message }]
      }),
    )
  },
}
