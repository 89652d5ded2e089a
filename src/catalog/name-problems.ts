import type { CatalogProblem } from './migration.ts'

/** A `.sql` file whose name cannot be read. */
export function unreadableName(file: string, why: string): CatalogProblem {
  return {
    kind: 'unreadable-name',
    severity: 'error',
    message: `"${file}" cannot be read as a migration: ${why}.`,
    files: [file],
    fix: 'Name it like 007_add_email.up.sql, put an underscore in front of its name to have it left out, or move it out of the folder.',
  }
}

/** A file that looks like a migration but is left out. */
export function ignoredFile(file: string, why: string): CatalogProblem {
  return {
    kind: 'ignored-file',
    severity: 'warning',
    message: `"${file}" is not read as a migration: ${why}.`,
    files: [file],
    fix: 'Rename it if it is one, or move it out of the folder.',
  }
}

/** A sub-folder that holds SQL files. */
export function ignoredFolder(folder: string): CatalogProblem {
  return {
    kind: 'ignored-folder',
    severity: 'warning',
    message: `The folder "${folder}" holds .sql files that are not read: sub-folders are left out.`,
    files: [folder],
    fix: 'Move the files up, or name the folder with --dir.',
  }
}

/** A down file without its up file. */
export function missingUp(down: string): CatalogProblem {
  return {
    kind: 'missing-up',
    severity: 'error',
    message: `"${down}" has no up file.`,
    files: [down],
    fix: `Write "${otherHalf(down)}", or remove the down file.`,
  }
}

/** The other half's name of a down file, written in the same style. */
function otherHalf(down: string): string {
  return down.replace(/down(?=\.sql$)/i, 'up')
}

/** Two halves of one version whose names differ. */
export function mismatchedPair(up: string, down: string): CatalogProblem {
  return {
    kind: 'mismatched-pair',
    severity: 'error',
    message: `"${up}" and "${down}" have the same version but different names.`,
    files: [up, down],
    fix: 'Give both the same name if they belong together; otherwise give one of them another version.',
  }
}

/** Migrations that share a version. `names` are quoted as they shall be shown. */
export function duplicateVersion(
  names: readonly string[],
  files: readonly string[],
): CatalogProblem {
  const isCompiled =
    files.some((file) => /ts$/i.test(file)) && files.some((file) => /js$/i.test(file))
  return {
    kind: 'duplicate-version',
    severity: 'error',
    message: `${listWords(names)} have the same version.`,
    files,
    fix: isCompiled
      ? 'Keep one of them. If one is compiled from the other, have the compiler write to another folder.'
      : 'Give all but one another version: godwit check --fix',
  }
}

/** Several squashed files that stand for the same migrations: each would make the same things once more. */
export function replacedTwice(names: readonly string[], files: readonly string[]): CatalogProblem {
  return {
    kind: 'duplicate-version',
    severity: 'error',
    message: `${listWords(names)} stand for the same migrations.`,
    files,
    fix: 'Keep one of them, the one that databases have (godwit history), and remove the others.',
  }
}

/** A file that the operating system does not let read. */
export function unreadableFile(file: string, reason: string): CatalogProblem {
  return {
    kind: 'unreadable-file',
    severity: 'error',
    message: `"${file}" cannot be read: ${reason}.`,
    files: [file],
    fix: 'Mend its permissions, or remove it.',
  }
}

/** Several layouts of SQL files in one folder: an example of each, and what is special about it. */
export function mixedLayout(examples: readonly { file: string; how: string }[]): CatalogProblem {
  return {
    kind: 'mixed-layout',
    severity: 'error',
    message: `The folder mixes layouts: ${examples.map(({ file, how }) => `"${file}" ${how}`).join(', ')}.`,
    files: examples.map(({ file }) => file),
    fix: 'Choose one way to name the SQL files, and rename the others.',
  }
}

/** Timestamps next to plain numbers. */
export function mixedScheme(sequential: string, timestamp: string): CatalogProblem {
  return {
    kind: 'mixed-scheme',
    severity: 'error',
    message: `The folder mixes two kinds of versions: "${sequential}" has a number, "${timestamp}" has a time.`,
    files: [sequential, timestamp],
    fix: 'Use one kind for all files.',
  }
}

/** Times with and without seconds whose order as numbers is not their order in time. */
export function mixedPrecision(short: string, long: string): CatalogProblem {
  return {
    kind: 'mixed-scheme',
    severity: 'error',
    message: `"${short}" has a time without seconds and "${long}" an earlier one with seconds: as numbers they sort the other way round.`,
    files: [short, long],
    fix: 'Write all times with 14 digits, YYYYMMDDHHMMSS.',
  }
}

/** Numbers written with different counts of digits. */
export function mixedWidth(a: string, b: string): CatalogProblem {
  return {
    kind: 'mixed-width',
    severity: 'warning',
    message: `"${a}" and "${b}" are numbered with different counts of digits. godwit orders them as numbers, other programs list them in another order.`,
    files: [a, b],
    fix: 'Use one count of digits for new files.',
  }
}

/** `a`, `a and b`, `a, b and c`. */
function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

/** A file that a squashed one stands for, and that was left when its removal was cut off. */
export function replacedFile(by: string, file: string): CatalogProblem {
  return {
    kind: 'replaced-file',
    severity: 'warning',
    message: `"${file}" is not read: ${by} replaces it.`,
    files: [file],
    fix: 'Remove it, or run: godwit squash --finish.',
  }
}
