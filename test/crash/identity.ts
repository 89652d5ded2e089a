/** The databases of the matrix. */
export const DIALECTS = ['pg', 'mariadb', 'sqlite', 'pglite'] as const

export type DialectName = (typeof DIALECTS)[number]

/** One place at which one thing goes wrong in one run. */
export type Point = {
  readonly dialect: DialectName
  readonly workload: string
  readonly fault: string
  /** Which message, statement, write, moment or round, from 1. */
  readonly k: number
}

/** The name by which a point is replayed: `pg/mixed/cut-before/17`. */
export function idOf({ dialect, workload, fault, k }: Point): string {
  return `${dialect}/${workload}/${fault}/${k}`
}

/** @throws Error when the text is no id. */
export function pointOf(id: string): Point {
  const [name, workload = '', fault = '', number = ''] = id.split('/')
  const dialect = DIALECTS.find((known) => known === name)
  if (dialect === undefined || !/^[1-9]\d*$/.test(number))
    throw new Error(`"${id}" is not a point; they look like pg/mixed/cut-before/17.`)
  return { dialect, workload, fault, k: Number(number) }
}
