import { alterationsOf } from '../../reading/alteration.ts'
import type { ColumnText } from '../../reading/column.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const preferUtf8mb4: Rule<WordedScene> = {
  id: 'prefer-utf8mb4',
  severity: 'off',
  title: 'The character set utf8 or utf8mb3',
  problem:
    'It holds characters of up to three bytes: emoji and some names make an INSERT fail. What utf8 stands for depends on the version of the server.',
  safe: 'CREATE TABLE users (name varchar(100)) DEFAULT CHARSET=utf8mb4;',
  allow: 'Every text is known to fit.',
  check({ deed }) {
    const tables =
      deed.kind === 'create table' && isShort(deed.charset)
        ? [{ message: `${deed.table.shown} holds no character of four bytes.` }]
        : []
    const columns = columnsOf(deed)
      .filter(({ charset }) => isShort(charset))
      .map(({ name }) => ({
        at: name.at,
        message: `${name.shown} holds no character of four bytes.`,
      }))
    const converted = alterationsOf(deed, 'convert')
      .filter(({ alteration }) => isShort(alteration.charset))
      .map(({ table, alteration: { at } }) => ({
        at,
        message: `${table.shown} will hold no character of four bytes.`,
      }))
    return [...tables, ...columns, ...converted]
  },
}

function isShort(charset: string | undefined): boolean {
  return charset === 'utf8' || charset === 'utf8mb3'
}

export const banFloat: Rule<WordedScene> = {
  id: 'ban-float',
  severity: 'off',
  title: 'A FLOAT or DOUBLE column',
  problem:
    'Sums of such numbers are not exact, and a FLOAT does not even find itself with =: money and whatever is compared belong into a decimal.',
  safe: 'CREATE TABLE orders (total decimal(12,2));',
  allow: 'The values are measured, not counted.',
  check({ deed }) {
    return columnsOf(deed)
      .filter(({ type }) => /^(float|double|real)\b/.test(type))
      .map(({ name, type }) => ({
        at: name.at,
        message: `${name.shown} is a ${type}: its values are rounded.`,
      }))
  },
}

export const preferDatetime: Rule<WordedScene> = {
  id: 'prefer-datetime',
  severity: 'off',
  title: 'A TIMESTAMP column',
  problem: 'On MySQL, and on MariaDB before 11.5, a TIMESTAMP ends on 19 January 2038.',
  safe: 'CREATE TABLE users (created_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6));',
  allow: 'No value will lie behind that day.',
  check({ deed }) {
    return columnsOf(deed)
      .filter(({ type }) => /^timestamp\b/.test(type))
      .map(({ name }) => ({
        at: name.at,
        message: `${name.shown} holds nothing behind 19 January 2038.`,
      }))
  },
}

function columnsOf(deed: WordedScene['deed']): readonly ColumnText[] {
  if (deed.kind === 'create table') return deed.columns
  return [
    ...alterationsOf(deed, 'add column').map(({ alteration }) => alteration.column),
    ...alterationsOf(deed, 'modify column').map(({ alteration }) => alteration.column),
  ]
}
