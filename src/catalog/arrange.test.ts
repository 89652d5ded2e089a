import { expect, test } from 'vitest'
import { arrangeFiles } from './arrange.ts'

const problemsOf = (...files: string[]) => arrangeFiles(files).problems

test('halves of a pair find each other', () => {
  const { found, problems } = arrangeFiles(['001_a.down.sql', '001_a.up.sql', '002_b.up.sql'])
  expect(problems).toEqual([])
  expect(found).toEqual([
    {
      version: '001',
      name: 'a',
      label: '001_a',
      layout: 'pair',
      style: 'dot',
      up: '001_a.up.sql',
      down: '001_a.down.sql',
    },
    { version: '002', name: 'b', label: '002_b', layout: 'pair', style: 'dot', up: '002_b.up.sql' },
  ])
})

test('halves find each other across spellings of one name and of one version', () => {
  const { found, problems } = arrangeFiles(['1_caf\u00e9.up.sql', '01_cafe\u0301.down.sql'])
  expect(problems).toEqual([])
  expect(found[0]?.down).toBe('01_cafe\u0301.down.sql')
})

test('two pairs of one version keep their own halves', () => {
  const files = ['001_a.down.sql', '001_a.up.sql', '001_b.down.sql', '001_b.up.sql']
  expect(arrangeFiles(files).found.map(({ up, down }) => [up, down])).toEqual([
    ['001_a.up.sql', '001_a.down.sql'],
    ['001_b.up.sql', '001_b.down.sql'],
  ])
})

test('a down file without an up file', () => {
  expect(problemsOf('001_a.down.sql')).toEqual([
    {
      kind: 'missing-up',
      severity: 'error',
      message: '"001_a.down.sql" has no up file.',
      files: ['001_a.down.sql'],
      fix: 'Write "001_a.up.sql", or remove the down file.',
    },
  ])
})

test('halves of one version with different names are not taken for a pair', () => {
  const { found, problems } = arrangeFiles(['001_add.up.sql', '001_added.down.sql'])
  expect(found[0]?.down).toBeUndefined()
  expect(problems).toEqual([
    {
      kind: 'mismatched-pair',
      severity: 'error',
      message:
        '"001_add.up.sql" and "001_added.down.sql" have the same version but different names.',
      files: ['001_add.up.sql', '001_added.down.sql'],
      fix: 'Give both the same name if they belong together; otherwise give one of them another version.',
    },
  ])
})

test('an unreadable and an ignored name', () => {
  expect(problemsOf('schema.sql', '001_x.test.ts')).toEqual([
    {
      kind: 'unreadable-name',
      severity: 'error',
      message: '"schema.sql" cannot be read as a migration: it does not begin with a version.',
      files: ['schema.sql'],
      fix: 'Name it like 007_add_email.up.sql, put an underscore in front of its name to have it left out, or move it out of the folder.',
    },
    {
      kind: 'ignored-file',
      severity: 'warning',
      message: '"001_x.test.ts" is not read as a migration: it is a test.',
      files: ['001_x.test.ts'],
      fix: 'Rename it if it is one, or move it out of the folder.',
    },
  ])
})
