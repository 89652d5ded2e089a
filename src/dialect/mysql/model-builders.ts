import type { OwnBuilders } from '../render/print-builders.ts'
import { templateCode, textCode } from '../render/print-values.ts'

const TYPES: Readonly<Record<string, string>> = {
  tinyint: 'tinyint',
  mediumint: 'mediumint',
  'tinyint unsigned': 'unsignedTinyint',
  'smallint unsigned': 'unsignedSmallint',
  'int unsigned': 'unsignedInteger',
  'bigint unsigned': 'unsignedBigint',
  tinytext: 'tinytext',
  text: 'shortText',
  mediumtext: 'mediumtext',
  blob: 'blob',
  mediumblob: 'mediumblob',
  year: 'year',
  point: 'point',
  geometry: 'geometry',
  timestamp: 'utcTimestamp',
}

/** What the builders of `mysql` in models say. */
export const mysqlBuilders: OwnBuilders = {
  type: (type) => {
    const own = TYPES[type]
    if (own !== undefined) return { callee: `mysql.${own}` }
    const [, precision] = /^timestamp\((\d)\)$/.exec(type) ?? []
    if (precision !== undefined) return { callee: 'mysql.utcTimestamp', given: precision }
    const [, labels] = /^set\(('[^\\]*')\)$/.exec(type) ?? []
    if (labels === undefined) return undefined
    const words = [...labels.matchAll(/'((?:[^']|'')*)'/g)]
    const codes = words.map(([, word = '']) => textCode(word.replaceAll("''", "'")))
    return { callee: 'mysql.set', given: `[${codes.join(', ')}]` }
  },
  option: (text) => {
    const [, how] = /^PARTITION BY (.*)$/s.exec(text) ?? []
    return how === undefined
      ? undefined
      : { callee: 'mysql.partitionBy', given: `sql\`${templateCode(how)}\``, imports: ['sql'] }
  },
}
