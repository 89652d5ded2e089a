type Colours = Readonly<
  Record<'ground' | 'box' | 'edge' | 'head' | 'ink' | 'soft' | 'line', string> &
    Record<'added' | 'removed' | 'changed', readonly [ink: string, shade: string]>
>

const LIGHT: Colours = {
  ground: '#ffffff',
  box: '#ffffff',
  edge: '#94a3b8',
  head: '#e2e8f0',
  ink: '#0f172a',
  soft: '#64748b',
  line: '#94a3b8',
  added: ['#166534', '#dcfce7'],
  removed: ['#991b1b', '#fee2e2'],
  changed: ['#92400e', '#fef3c7'],
}

const DARK: Colours = {
  ground: '#0f172a',
  box: '#1e293b',
  edge: '#475569',
  head: '#334155',
  ink: '#e2e8f0',
  soft: '#94a3b8',
  line: '#64748b',
  added: ['#86efac', '#14532d'],
  removed: ['#fca5a5', '#7f1d1d'],
  changed: ['#fcd34d', '#78350f'],
}

/** What is not about colours: thickness, dashes, lines through names. */
const FORMS = `text{white-space:pre}.title{font-size:16px;font-weight:bold}.name{font-weight:bold}.shade{stroke:none}
.link path,.link circle{stroke-width:1.2}.link path{fill:none}
.added>.box,.added>.head,.link.added path{stroke-width:2}
.removed>.box,.removed>.head,.link.removed path{stroke-dasharray:5 3}
.removed>.name .word,.row.removed .column{text-decoration:line-through}`

function inColours(colours: Colours): string {
  const { ground, box, edge, head, ink, soft, line } = colours
  const marks = (['added', 'removed', 'changed'] as const).map((mark) => {
    const [own, shade] = colours[mark]
    return `.${mark}>.box,.${mark}>.head,.link.${mark} path{stroke:${own}}.${mark}>.head,.row.${mark} .shade{fill:${shade}}.${mark}>.name,.row.${mark} text{fill:${own}}`
  })
  return `.ground{fill:${ground}}text{fill:${ink}}.legend,.type,.keys{fill:${soft}}.box{fill:${box};stroke:${edge}}.head{fill:${head};stroke:${edge}}.link path,.link circle{stroke:${line}}.link circle{fill:${ground}}${marks.join('')}`
}

/** The style of a picture, by day and by night. Plain colours: not every program that draws SVG knows variables. */
export const STYLE = `${FORMS}
${inColours(LIGHT)}
@media (prefers-color-scheme:dark){${inColours(DARK)}}`
