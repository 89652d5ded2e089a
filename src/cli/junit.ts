import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { godwitError, migrationLabel, systemReason } from '#core'
import { differenceText, LEGS, type Rehearsal, type RehearsedMigration } from '#inspect'

/** Takes out of a text what must not be told. */
type Clean = (text: string) => string

/** Writes a rehearsal as JUnit XML, one test case for each way of each migration. */
export function writeReport(
  file: string,
  rehearsal: Rehearsal,
  service: string,
  cwd: string,
  clean: Clean,
): void {
  try {
    writeFileSync(resolve(cwd, file), asJunit(rehearsal, service, clean))
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The report "${file}" cannot be written: ${systemReason(cause)}.`,
      next: ['Name a file in a folder that exists: --junit FILE'],
      cause,
    })
  }
}

/** The report as text. */
export function asJunit(rehearsal: Rehearsal, service: string, clean: Clean): string {
  const cases = [
    ...rehearsal.migrations.flatMap((migration) => casesOf(migration, clean)),
    ...freshCase(rehearsal, clean),
  ]
  const failures = cases.filter(({ failure }) => failure !== undefined).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  const lines = cases.map(({ name, ms, failure, skipped: why }) => {
    const head = `    <testcase classname="${escaped(service)}" name="${escaped(name)}" time="${(ms / 1000).toFixed(3)}"`
    if (failure !== undefined) {
      const [first = ''] = failure.split('\n')
      return `${head}>\n      <failure message="${escaped(first)}">${escaped(failure)}</failure>\n    </testcase>`
    }
    return why === undefined
      ? `${head}/>`
      : `${head}>\n      <skipped message="${escaped(why)}"/>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="godwit test" tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}">`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

type Case = {
  readonly name: string
  readonly ms: number
  readonly failure?: string
  readonly skipped?: string
}

const NAMES = { up: 'up', down: 'down', again: 'up again' } as const

function casesOf(migration: RehearsedMigration, clean: Clean): Case[] {
  return LEGS.map((leg) => {
    const { outcome, durationMs = 0 } = migration.legs[leg]
    const problems = migration.problems.filter((problem) => problem.leg === leg)
    const failure = problems
      .map(({ message, error, differences }) =>
        [
          message,
          ...(error?.detail === undefined ? [] : [error.detail]),
          ...differences.map(differenceText),
        ].join('\n'),
      )
      .join('\n')
    return {
      name: `${migrationLabel(migration)} ${NAMES[leg]}`,
      ms: durationMs,
      ...(failure === ''
        ? outcome === 'ok'
          ? {}
          : { skipped: outcome }
        : { failure: clean(failure) }),
    }
  })
}

function freshCase({ fresh }: Rehearsal, clean: Clean): Case[] {
  if (fresh === undefined) return []
  const failure = [
    ...(fresh.error === undefined ? [] : [fresh.error.message]),
    ...fresh.differences.map(differenceText),
  ].join('\n')
  return [{ name: 'fresh install', ms: 0, ...(failure === '' ? {} : { failure: clean(failure) }) }]
}

/** XML knows no control characters but the three kinds of blanks. */
function escaped(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- these are what XML refuses
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  )
}
