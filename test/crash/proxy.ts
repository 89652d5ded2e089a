import { faultProxy, type Upstream, type Verdict } from '../setup/fault-proxy.ts'

/**
 * When something happens to a message from the client: before it is forwarded, when half of its bytes are, as soon as
 * all are, or when the server's answer is.
 */
export type When = 'before' | 'half' | 'after' | 'answer'

/** What happens: the connection is cut, or something else is done; `before` waits for it and for what it says. */
export type Act = 'cut' | (() => Promise<Verdict>)

/** A proxy that counts what a client sends, and lets something happen at one of the messages. */
export interface MessageProxy extends AsyncDisposable {
  /** How many messages have come from the client. One is what arrives at once. */
  readonly messages: number
  /** Whether the awaited message has come. */
  readonly struck: boolean
  at(k: number, when: When, act: Act): void
  through(url: string): string
}

/** Starts the proxy: `await using proxy = await messageProxy(server)`. */
export async function messageProxy(upstream: Upstream): Promise<MessageProxy> {
  let messages = 0
  let answerIsNext = false
  let struck = false
  let plan: { readonly k: number; readonly when: When; readonly act: Act } | undefined

  const soon = (act: Exclude<Act, 'cut'>): Verdict => {
    setImmediate(() => void act())
    return 'pass'
  }
  const judgeMessage = async (): Promise<Verdict> => {
    messages += 1
    if (plan === undefined || messages !== plan.k) return 'pass'
    struck = true
    const { when, act } = plan
    if (when === 'answer') {
      answerIsNext = true
      return 'pass'
    }
    if (act === 'cut') return `cut-${when}`
    if (when === 'after') return soon(act)
    return act()
  }
  const judgeAnswer = (): Verdict => {
    if (!answerIsNext || plan === undefined) return 'pass'
    answerIsNext = false
    return plan.act === 'cut' ? 'cut-after' : soon(plan.act)
  }
  const proxy = await faultProxy(upstream, {
    judge: (_data, way) => (way === 'up' ? judgeMessage() : judgeAnswer()),
  })
  return {
    get messages() {
      return messages
    },
    get struck() {
      return struck
    },
    at: (k, when, act) => {
      plan = { k, when, act }
    },
    through: (url) => proxy.through(url),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}
