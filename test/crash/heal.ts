import type { Database } from './database.ts'
import { lookAt } from './fingerprint.ts'
import { documentOf, type Ended, type Program } from './program.ts'
import type { Reference } from './reference.ts'
import { listIn, tookEffect, Wrong } from './truth.ts'

/** More questions than parts would be a circle. */
const MOST_ROUNDS = 8

type Tell = (line: string) => void
type Ask = (words: readonly string[]) => Promise<Ended>

/**
 * Runs the plain command, without any flag. Where it asks a question, the right answer is looked up in the database,
 * the command that was printed for it is typed, and the plain command is run again.
 */
export async function heal(
  program: Program,
  database: Database,
  reference: Reference,
  tell: Tell,
): Promise<'healed' | 'asked'> {
  const ask: Ask = (words) =>
    program.start([...words, '--json', '--url', database.url, '--dir', reference.dir], {
      cwd: database.cwd,
    }).done
  let verdict: 'healed' | 'asked' = 'healed'
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const ended = await ask(reference.workload.command)
    tell(`plain ${ended.words}: exit ${ended.exit}`)
    if (ended.exit === 0) return verdict
    if (ended.exit !== 8)
      throw new Wrong(
        `a plain ${ended.words} to go on by itself`,
        `exit ${ended.exit}\n${ended.stdout}${ended.stderr}`,
      )
    verdict = 'asked'
    await answer(ended, database, reference, ask, tell)
  }
  throw new Wrong('an end of the questions', `${MOST_ROUNDS} rounds`)
}

async function answer(
  ended: Ended,
  database: Database,
  reference: Reference,
  ask: Ask,
  tell: Tell,
): Promise<void> {
  const advice = printedCommands(ended)
  const [first] = advice
  if (first === undefined)
    throw new Wrong('a question with a command for each answer', ended.stdout)
  const right = tookEffect(first.place, await lookAt(database), reference) ? 'done' : 'redo'
  const chosen = advice.find(({ kind, place }) => kind === right && place === first.place)
  if (chosen === undefined) throw new Wrong(`a command for the answer --${right}`, ended.stdout)
  const answered = await ask(['repair', `--${right}`, chosen.place])
  tell(`asked: ${messageOf(ended)}\nanswered: ${chosen.text}: exit ${answered.exit}`)
  if (answered.exit !== 0)
    throw new Wrong('the printed command to work', `exit ${answered.exit}\n${answered.stdout}`)
}

type Printed = { readonly text: string; readonly kind: string; readonly place: string }

/** The commands that answer a question, as the error prints them. */
function printedCommands(ended: Ended): readonly Printed[] {
  const document = documentOf(ended)
  const texts = [errorOf(document), ...listIn(document, 'problems')]
    .flatMap((error) => error['next'] ?? [])
    .map(String)
  return texts.flatMap((text) => {
    const [command, kind = '', place = ''] =
      /godwit (?:--.* )?repair --(done|redo) (\d+:\d+)/.exec(text) ?? []
    return command === undefined ? [] : [{ text: command, kind, place }]
  })
}

function messageOf(ended: Ended): string {
  return String(errorOf(documentOf(ended))['message'])
}

function errorOf(
  document: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const error = document?.['error']
  return typeof error === 'object' && error !== null ? { ...error } : {}
}
