import type { Grammar } from './grammar/facts.ts'
import { GRAMMARS } from './grammar/grammars.ts'

/**
 * A statement with its end mark as the product's own client takes it from a file: where the client would end it at a semicolon
 * inside, between lines that change the mark.
 */
export function clientText(sql: string, grammar: Grammar): string {
  if (GRAMMARS[grammar].delimiterLines === 'no' || !sql.includes(';')) return `${sql};\n`
  const mark = ['$$', '//', '||', '@@'].find((one) => !sql.includes(one)) ?? '$$end$$'
  return `DELIMITER ${mark}\n${sql}${mark}\nDELIMITER ;\n`
}
