import { plural, TOOL_VERSION } from '#core'
import type { Edit, Finding, LintResult, RuleFacts, Severity } from '#lint'
import type { Colors } from '../screen.ts'

/** Findings for a reader, each with its place, the line, what it does, and the safe form. */
export function asText({ findings, files, statements }: LintResult, ink: Colors): string {
  const blocks = findings.map((finding) => block(finding, ink))
  const looked = `${plural(files, 'file')} with ${plural(statements, 'statement')}`
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [plural(count, severity)]
  })
  const summary =
    counts.length === 0 ? `Nothing found in ${looked}.` : `${counts.join(', ')} in ${looked}.`
  return [...blocks, summary].join('\n\n')
}

function block(finding: Finding, ink: Colors): string {
  const { file, start, severity, rule, message, excerpt, safe } = finding
  const colour = { error: ink.red, warning: ink.yellow, note: ink.cyan }[severity]
  return [
    `${ink.bold(`${file}:${start.line}:${start.column}`)} ${colour(severity)} ${rule}`,
    indented(message),
    ...(excerpt === '' ? [] : [indented(excerpt)]),
    ...(safe === undefined ? [] : [indented(ink.green('instead:')), indented(indented(safe))]),
  ].join('\n')
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** GitHub's workflow commands: each finding stands at its line in the pull request. */
export function asAnnotations(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, file, start, end, rule, message, safe }) => {
      const command = { error: 'error', warning: 'warning', note: 'notice' }[severity]
      const place = `file=${property(file)},line=${start.line},col=${start.column},endLine=${end.line}`
      const text = safe === undefined ? message : `${message}\nInstead:\n${safe}`
      return `::${command} ${place},title=${property(rule)}::${escaped(text)}`
    })
    .join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

const SARIF_LEVEL: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
}

/** SARIF 2.1.0, as code scanning services read it. */
export function asSarif(findings: readonly Finding[], rules: readonly RuleFacts[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'godwit',
            version: TOOL_VERSION,
            rules: rules.map(({ id, title, problem, severity }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: problem },
              defaultConfiguration:
                severity === 'off' ? { enabled: false } : { level: SARIF_LEVEL[severity] },
            })),
          },
        },
        // Columns count as JavaScript counts them.
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ rule, severity, file, start, end, message, safe, fix }) => ({
          ruleId: rule,
          level: SARIF_LEVEL[severity],
          message: { text: safe === undefined ? message : `${message}\n\nInstead:\n${safe}` },
          locations: [
            {
              physicalLocation: {
                artifactLocation: artifact(file),
                region: region({ start, end }),
              },
            },
          ],
          ...(fix === undefined ? {} : { fixes: [sarifFix(file, fix)] }),
        })),
      },
    ],
  }
}

function artifact(file: string): object {
  return { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') }
}

function region({ start, end }: Pick<Finding, 'start' | 'end'>): object {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}

function sarifFix(file: string, edits: readonly Edit[]): object {
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: region({ start, end }),
    insertedContent: { text },
  }))
  return {
    description: { text: 'The same with milder locks' },
    artifactChanges: [{ artifactLocation: artifact(file), replacements }],
  }
}
