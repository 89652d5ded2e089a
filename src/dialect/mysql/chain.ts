import type { Chain, ChainOutcome } from '../contract.ts'
import { asBlock, inTransaction } from './block.ts'
import { NOW_MS } from './ledger-sql.ts'

/** The session's variable that counts the statements of a chain that took effect. It is to be 0 before. */
const RAN = '@godwit_ran'

/** A chain as one statement; variables of the block keep when each link began, which is when the one before it ended. */
function chainBlock({ before, links, after }: Chain): string {
  const began = (link: number): string => `godwit_began_${link}`
  let ran = 0
  const counted = (): string => `${RAN} = ${(ran += 1)}`
  return asBlock([
    `DECLARE ${[...links.keys(), links.length].map(began).join(', ')} bigint`,
    ...inTransaction(before),
    `SET ${began(0)} = ${NOW_MS}`,
    ...links.flatMap((statements, index) =>
      statements.flatMap(({ text }, at) => [
        // A comment at its end goes to the end of the line.
        `${text}\n`,
        at < statements.length - 1
          ? `SET ${counted()}`
          : `SET ${counted()}, ${began(index + 1)} = ${NOW_MS}`,
      ]),
    ),
    ...inTransaction(after((link) => `GREATEST(0, ${began(link + 1)} - ${began(link)})`)),
  ])
}

/** Sends a chain once the session is ready for it. MariaDB runs the block without a word to the client in between. */
export async function sendChain(
  chain: Chain,
  send: (sql: string) => Promise<unknown>,
  makeReady: () => Promise<void>,
): Promise<ChainOutcome> {
  const howManyRan = async (): Promise<number> => {
    await send('ROLLBACK')
    return Number(firstValue(await send(`SELECT ${RAN} AS ran`)))
  }
  let isCounted = false
  try {
    // The session's last chain has left its own count.
    await send(`SET ${RAN} = 0`)
    isCounted = true
    await makeReady()
    await send(chainBlock(chain))
    return {}
  } catch (cause) {
    const ran = isCounted ? await howManyRan().catch(() => undefined) : undefined
    return { failure: { cause, ran } }
  }
}

function firstValue(rows: unknown): unknown {
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined
}
