import { Script } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { diagramBetween, diagramOf, renderDiagram, type Diagram } from '#inspect'
import type { Schema } from '#schema'
import { placeDiagram, type PlacedBox } from '../../src/inspect/erd/place.ts'
import { cellsOf, cutTo } from '../../src/inspect/erd/text-cells.ts'
import { LATER, manyTables, schemaOf, SHOP } from './schema-of.ts'

let shop: Schema
let later: Schema
let many: Schema
beforeAll(async () => {
  shop = await schemaOf(SHOP)
  later = await schemaOf(LATER)
  many = await schemaOf(manyTables(200))
})

test('a diagram has the keys and the foreign keys of the tables', () => {
  const { tables, links } = diagramOf(shop)
  const users = tables.find(({ name }) => name === 'users')
  expect(users?.columns.map(({ name, keys, isNullable }) => [name, ...keys, isNullable])).toEqual([
    ['id', 'PK', false],
    ['email', 'UK', false],
    ['name', true],
    ['boss', 'FK', true],
  ])
  expect(
    links.map(({ from, to, isOne, isOptional, onDelete }) => [
      from,
      to,
      isOne,
      isOptional,
      onDelete,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['invoices', 'orders', true, false, 'NO ACTION'],
      ['orders', 'users', false, false, 'CASCADE'],
      ['users', 'users', false, true, 'NO ACTION'],
      ['products', 'categories', false, true, 'NO ACTION'],
      ['categories', 'products', false, true, 'NO ACTION'],
    ]),
  )
  expect(links).toHaveLength(5)
  expect(tables.every(({ mark }) => mark === 'same')).toBe(true)
})

test('a difference names everything that differs, once', () => {
  const { tables, links, others } = diagramBetween(shop, later)
  const differing = tables.filter(({ mark }) => mark !== 'same')
  expect(
    differing.map(({ name, mark, columns, notes }) => [
      `${mark} ${name}`,
      ...columns
        .filter((column) => column.mark !== 'same')
        .map((column) => `${column.mark} ${column.name}`),
      ...notes.map((note) => `${note.mark} ${note.text}`),
    ]),
  ).toEqual([
    ['changed orders', 'added index orders_user'],
    ['added payments'],
    ['changed products', 'changed price'],
    ['removed settings'],
    ['changed users', 'removed name', 'added full_name'],
  ])
  expect(links.filter(({ mark }) => mark !== 'same').map(({ from, mark }) => [from, mark])).toEqual(
    [['payments', 'added']],
  )
  expect(others).toEqual([{ mark: 'added', text: 'view old_orders' }])
  const back = diagramBetween(later, shop)
  expect(back.tables.find(({ name }) => name === 'payments')?.mark).toBe('removed')
})

describe.each<[string, () => Diagram]>([
  ['a schema', () => diagramOf(shop)],
  ['a difference', () => diagramBetween(shop, later)],
  ['200 tables', () => diagramOf(many)],
  ['nothing', () => diagramOf({ tables: [], objects: [] })],
])('%s', (_what, make) => {
  test('no two boxes touch, no text leaves its box, and every foreign key is a line', () => {
    const diagram = make()
    const { boxes, lines, width, height } = placeDiagram(diagram)
    expect(
      boxes.filter((box) => boxes.some((other) => other !== box && overlap(box, other))),
    ).toEqual([])
    for (const { x, y, width: own, height: tall } of boxes) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(x + own).toBeLessThanOrEqual(width)
      expect(y + tall).toBeLessThanOrEqual(height)
    }
    expect(lines).toHaveLength(diagram.links.length)
    const svg = renderDiagram(diagram, 'x', 'svg')
    const outside: string[] = []
    for (const [, box = '', texts = ''] of svg.matchAll(
      /<rect class="box" width="([\d.]+)"(.*?)(?=<g class="table|<\/svg>)/gs,
    ))
      for (const [all, x = '', length = ''] of texts.matchAll(
        /<text class="\w+" x="([\d.]+)" y="\d+" textLength="([\d.]+)"/g,
      ))
        if (Number(x) + Number(length) > Number(box) - 3) outside.push(all)
    expect(outside).toEqual([])
  })

  test('a picture is the same each time, well formed, and holds no markup of names', () => {
    const svg = renderDiagram(make(), '<b>"title"&', 'svg')
    expect(renderDiagram(make(), '<b>"title"&', 'svg')).toBe(svg)
    expect(unclosed(svg)).toEqual([])
    expect(svg).toContain('aria-label="&lt;b&gt;&quot;title&quot;&amp;"')
    const html = renderDiagram(make(), '<b>"title"&', 'html')
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|src=|url\(|@import/,
    )
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(html) ?? []
    expect(() => new Script(script)).not.toThrow()
  })

  test('its Mermaid keeps to the grammar', () => {
    const text = renderDiagram(make(), 'a "title"', 'mermaid')
    expect(text.split('\n').filter((line) => !LINES.some((form) => form.test(line)))).toEqual([])
  })
})

test('marks are told without colours', () => {
  const svg = renderDiagram(diagramBetween(shop, later), 'x', 'svg')
  expect(svg).toContain('+ added · − removed · ~ changed')
  expect(svg).toMatch(/<tspan class="sign">− <\/tspan><tspan class="word">settings/)
  expect(svg).toMatch(/<text class="sign" [^>]*>−<\/text><text class="column" [^>]*>name</)
  expect(svg).toMatch(/was NUMERIC\(10,2\) NOT NULL/i)
})

test('the Mermaid of a difference', () => {
  const wanted = ['orders', 'products', 'settings']
  const { tables, links, ...rest } = diagramBetween(shop, later)
  const diagram = {
    ...rest,
    tables: tables.filter(({ name }) => wanted.includes(name) || name.startsWith('weird')),
    links: links.filter(({ from }) => from === 'categories'),
  }
  expect(renderDiagram(diagram, 'a → b', 'mermaid')).toMatchInlineSnapshot(`
    "---
    title: "a → b"
    ---
    erDiagram
      t1["~ orders"] {
        INTEGER id PK
        INTEGER user_id FK
        %% + index orders_user
      }
      t2["~ products"] {
        INTEGER id PK
        TEXT sku UK
        bigint price "BIGINT NOT NULL DEFAULT 0, was NUMERIC(10,2) NOT NULL"
        INTEGER category FK "null"
      }
      t3["− settings"] {
        TEXT key PK "null"
        TEXT value "null"
      }
      t4["weird ”table” ‹script›alert(1)‹/script›"] {
        TEXT a_b "column a b, null"
        INTEGER x_y_z "column x‹y&z, null"
        odd_type _ "column 数据库, null"
        INTEGER _ "column ＃,％＼', null"
      }
      undefined }o--o| t2 : "best"
      %% + view old_orders
    "
  `)
})

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['数据库', 6, '数据库'],
  ['数据库', 5, '数据…'],
  ['e\u0301e\u0301', 2, 'e\u0301e\u0301'],
  [' a\n\t b\u0000 ', 9, 'a b'],
])('%j in %i places is %j', (text, most, cut) => {
  expect(cutTo(text, most)).toBe(cut)
  expect(cellsOf(cut)).toBeLessThanOrEqual(most)
})

/** What a line of an `erDiagram` may look like, by Mermaid's own tokens. */
const LINES = [
  /^---$/,
  /^title: "[^"]*"$/,
  /^erDiagram$/,
  /^ {2}t\d+\["[^"%\\<>#;]+"\]( \{)?$/,
  /^ {4}[A-Za-z_\u00c0-\u024f][\w()[\]\u00c0-\u024f-]* [A-Za-z_\u00c0-\u024f][\w()[\]\u00c0-\u024f-]*( (PK|FK|UK)(, (PK|FK|UK))*)?( "[^"]*")?$/,
  /^ {2}\}$/,
  /^ {2}t\d+ (\}o|\|o)--(\|\||o\|) t\d+ : "[^"]*"$/,
  /^ +%% .*$/,
  /^$/,
]

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Elements that are not closed in their order. */
function unclosed(xml: string): readonly string[] {
  const open: string[] = []
  for (const [, end, name = '', , self] of xml.matchAll(
    /<(\/)?([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/)?>/gi,
  )) {
    if (end === undefined && self === undefined) open.push(name)
    else if (end !== undefined && open.pop() !== name) return [`</${name}>`]
  }
  const rest = xml
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<\/?[a-z]+(?:\s[\w:-]+="[^"<]*")*\s*\/?>/gi, '')
  return rest.includes('<') ? [rest] : open
}
