import type { SqlPart } from '#catalog'
import type { Position } from '#core'
import { excerpt, positionAt, type Statement } from '#sql'
import { withoutSecrets } from './files/literals.ts'
import type { Finding } from './finding.ts'

/** What a finding says of its place. */
export type FindingPlace = Pick<Finding, 'file' | 'start' | 'end' | 'excerpt'>

const BEGINNING: Position = { offset: 0, line: 1, column: 1 }

/** Finds places in one file, and shows them without the secrets that stand there. */
export class PlaceFinder {
  readonly #part: SqlPart
  #shownText: string | undefined

  constructor(part: SqlPart) {
    this.#part = part
  }

  /** A place in the file. */
  at(start: Position, end: Position = start): FindingPlace {
    this.#shownText ??= withoutSecrets(this.#part.fileText)
    return { file: this.#part.shown, start, end, excerpt: excerpt(this.#shownText, start) }
  }

  /** A place in a statement; `offset` counts UTF-16 units from its beginning. */
  in({ start, end, text }: Statement, offset: number): FindingPlace {
    if (offset === 0) return this.at(start, end)
    const { line, column } = positionAt(text.slice(0, offset), offset)
    return this.at(
      {
        offset: start.offset + offset,
        line: start.line + line - 1,
        column: line === 1 ? start.column + column - 1 : column,
      },
      end,
    )
  }

  /** The first line, for what is about the file. */
  ofFile(): FindingPlace {
    return this.at(BEGINNING)
  }
}
