/** Lines around a change that are shown with it. */
const CONTEXT = 3

/** A run of lines that differ: `count` lines of the old text from `at` on become `lines`. */
type Hunk = { readonly at: number; readonly count: number; readonly lines: readonly string[] }

/** What turns one text into another, in the form that `git apply` and `patch` read. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const old = linesOf(before)
  const blocks = blocksOf(changesOf(old, linesOf(after)))
  let shift = 0
  const text = blocks.map((changes) => {
    const block = asBlock(old, changes, shift)
    for (const { count, lines } of changes) shift += lines.length - count
    return block
  })
  const name = file.replaceAll('\\', '/')
  return [`--- a/${name}\n+++ b/${name}\n`, ...text].join('')
}

/** Each with its line break, if it has one. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/)
}

/** Goes on in both texts to the nearest place where they are the same again. */
function changesOf(old: readonly string[], now: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = []
  let a = 0
  let b = 0
  while (a < old.length || b < now.length) {
    if (a < old.length && old[a] === now[b]) {
      a += 1
      b += 1
      continue
    }
    const [removed, added] = nearestMeeting(old, now, a, b)
    hunks.push({ at: a, count: removed, lines: now.slice(b, b + added) })
    a += removed
    b += added
  }
  return hunks
}

/** How many lines of both to pass over. */
function nearestMeeting(
  old: readonly string[],
  now: readonly string[],
  a: number,
  b: number,
): readonly [removed: number, added: number] {
  const most = old.length - a + now.length - b
  for (let steps = 1; steps < most; steps += 1)
    for (let removed = 0; removed <= steps; removed += 1) {
      const line = old[a + removed]
      if (line !== undefined && line === now[b + steps - removed]) return [removed, steps - removed]
    }
  return [old.length - a, now.length - b]
}

/** Changes that share lines of context stand together. */
function blocksOf(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const blocks: Hunk[][] = []
  for (const hunk of hunks) {
    const block = blocks.at(-1)
    const last = block?.at(-1)
    if (last !== undefined && hunk.at - (last.at + last.count) <= 2 * CONTEXT) block?.push(hunk)
    else blocks.push([hunk])
  }
  return blocks
}

function asBlock(old: readonly string[], changes: readonly Hunk[], shift: number): string {
  const [first] = changes
  const last = changes.at(-1)
  if (first === undefined || last === undefined) return ''
  const from = Math.max(0, first.at - CONTEXT)
  const to = Math.min(old.length, last.at + last.count + CONTEXT)
  const lines: string[] = []
  let at = from
  for (const { at: place, count, lines: added } of changes) {
    lines.push(...old.slice(at, place).map((line) => marked(' ', line)))
    lines.push(...old.slice(place, place + count).map((line) => marked('-', line)))
    lines.push(...added.map((line) => marked('+', line)))
    at = place + count
  }
  lines.push(...old.slice(at, to).map((line) => marked(' ', line)))
  const grown = changes.reduce((sum, { count, lines: added }) => sum + added.length - count, 0)
  const count = to - from
  return `@@ -${from + 1},${count} +${from + 1 + shift},${count + grown} @@\n${lines.join('')}`
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`
}
