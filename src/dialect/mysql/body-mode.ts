/** Modes under which the text of a routine means something else; what a server lets pass in rows is its own matter. */
const MEANING =
  /^(?:ANSI_QUOTES|PIPES_AS_CONCAT|NO_BACKSLASH_ESCAPES|HIGH_NOT_PRECEDENCE|IGNORE_SPACE|REAL_AS_FLOAT|NO_UNSIGNED_SUBTRACTION|EMPTY_STRING_IS_NULL|SIMULTANEOUS_ASSIGNMENT|ORACLE)$/

/** How a text is made in another SQL mode than the session's. */
export type BodyMode = {
  /** The modes that change what it means, in one order. */
  readonly name: string
  /** Settings around the statement that makes it. */
  readonly around: readonly [string, string]
  /** Whether the text can be told from others in a file that is read in the session's mode. */
  readonly isReadable: boolean
}

/** The mode in which something was made; undefined where it means the same in the session's. */
export function bodyMode(made: string | undefined, session: string): BodyMode | undefined {
  if (made === undefined) return undefined
  const [own, usual] = [meaningOf(made), meaningOf(session)]
  if (own.join() === usual.join()) return undefined
  const differ = (name: string): boolean => own.includes(name) !== usual.includes(name)
  return {
    name: own.join(',') || 'none',
    around: [
      `SET @godwit_body_mode = @@sql_mode, SESSION sql_mode = '${made}'`,
      'SET SESSION sql_mode = @godwit_body_mode',
    ],
    isReadable: !differ('NO_BACKSLASH_ESCAPES') && !differ('ORACLE'),
  }
}

function meaningOf(modes: string): readonly string[] {
  return modes
    .split(',')
    .filter((mode) => MEANING.test(mode))
    .toSorted()
}
