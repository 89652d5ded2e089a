import { waysOf, type FileRule } from './file-rule.ts'
import { mailAddressesIn } from './literals.ts'

export const personalData: FileRule = {
  id: 'personal-data',
  severity: 'note',
  title: 'Mail addresses in the data of a migration',
  problem:
    'Data of people stays in version control for good, and in every copy of it: it cannot be deleted when somebody asks for that.',
  safe: `INSERT INTO users (email) VALUES ('admin@example.com');`,
  allow: 'It is an address of your own organisation.',
  check(scene) {
    return waysOf(scene).flatMap(([way, { all }]) =>
      all.flatMap((statement) => {
        const [first, ...others] = mailAddressesIn(statement, scene.grammar)
        if (first === undefined) return []
        const message =
          others.length === 0
            ? 'This looks like the mail address of somebody, and stays in version control for good.'
            : `These look like ${others.length + 1} mail addresses of people, and stay in version control for good.`
        return [{ way, statement, at: first.at, message }]
      }),
    )
  },
}
