import { createHash } from 'node:crypto'
import { SIGNS } from './box.ts'
import type { Diagram } from './diagram.ts'
import { PAGE_SCRIPT } from './html-script.ts'
import { escapeXml } from './markup.ts'
import { renderSvg } from './svg.ts'

/**
 * A page with the picture: search, a list of tables, moving and zooming, and what a table is joined with. One file that loads
 * nothing; without JavaScript the picture can be scrolled.
 */
export function renderHtml(diagram: Diagram, title: string): string {
  const svg = renderSvg(diagram, title)
  const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`
  const shown = escapeXml(title)
  const items = diagram.tables
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ name, mark }) =>
        `<li class="${mark}"><button type="button" data-name="${escapeXml(name)}">${
          diagram.isDifference ? `<b>${SIGNS[mark]}</b> ` : ''
        }${escapeXml(name)}</button></li>`,
    )
  const changes = diagram.isDifference
    ? '<label><input id="changes" type="checkbox"> only what differs</label>'
    : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shown}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${shown}</h1>
<input id="search" type="search" placeholder="Search tables and columns (/)" aria-label="Search tables and columns">
${changes}
<span class="tools"><button id="out" type="button" aria-label="Smaller">−</button><button id="in" type="button" aria-label="Larger">+</button><button id="fit" type="button">Fit</button></span>
</header>
<main>
<nav aria-label="Tables"><ul>
${items.join('\n')}
</ul><p id="none" hidden>Nothing is called so.</p></nav>
<div id="stage">
${svg.text.trimEnd()}
</div>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}

const STYLE = `
:root{color-scheme:light dark;--bar:#f1f5f9;--ground:#fff;--ink:#0f172a;--edge:#cbd5e1;--pick:#2563eb}
@media (prefers-color-scheme:dark){:root{--bar:#1e293b;--ground:#0f172a;--ink:#e2e8f0;--edge:#334155;--pick:#60a5fa}}
*{box-sizing:border-box}html,body{height:100%;margin:0}body{display:flex;flex-direction:column;font:14px system-ui,sans-serif;color:var(--ink);background:var(--bar)}
header{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;padding:.5rem 1rem;border-bottom:1px solid var(--edge)}
h1{font-size:1rem;margin:0;flex:1 1 12rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
input[type=search]{width:17rem;max-width:100%;padding:.3rem .5rem;font:inherit}.tools button{min-width:2rem;padding:.3rem .5rem;font:inherit}
main{flex:1;display:flex;min-height:0}nav{width:15rem;overflow:auto;border-right:1px solid var(--edge)}ul{list-style:none;margin:0;padding:.25rem}
nav button{display:block;width:100%;padding:.2rem .5rem;border:0;background:none;color:inherit;font:inherit;text-align:left;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;cursor:pointer;border-radius:4px}
nav button:hover,nav button:focus-visible,nav .picked button{background:var(--edge)}nav b{font-family:monospace}li.removed button{text-decoration:line-through}p{padding:0 .75rem}
#stage{flex:1;overflow:auto;min-width:0;background:var(--ground)}#stage.live{overflow:hidden;cursor:grab;touch-action:none}#stage.live.moving{cursor:grabbing}#stage.live svg{width:100%;height:100%;display:block}
.table{cursor:pointer}.dim{opacity:.18}.picked>.box{stroke:var(--pick)!important;stroke-width:3!important}.link.lit path{stroke:var(--pick);stroke-width:2.4}
@media (max-width:40rem){nav{display:none}}
`.trim()
