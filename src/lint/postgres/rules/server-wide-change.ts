import type { Rule } from '../../rule.ts'

export const serverWideChange: Rule = {
  id: 'server-wide-change',
  severity: 'warning',
  title: 'ALTER SYSTEM, or a program that the server runs',
  problem:
    'It needs a superuser and is about more than this database: ALTER SYSTEM changes the whole server, COPY … PROGRAM runs a command on its machine.',
  safe: "ALTER DATABASE shop SET work_mem = '64MB';",
  allow: 'The server belongs to this database alone.',
  about: ['AlterSystemStmt', 'CopyStmt'],
  check({ tree }) {
    if ('AlterSystemStmt' in tree)
      return [{ message: 'The setting holds for every database of the server.' }]
    return 'CopyStmt' in tree && tree.CopyStmt.is_program
      ? [{ message: 'The server runs a program on its machine, with its own rights.' }]
      : []
  },
}
