import type { Diagram } from './diagram.ts'
import { renderHtml } from './html.ts'
import { renderMermaid } from './mermaid.ts'
import { renderSvg } from './svg.ts'

/** The forms in which a diagram is written. */
export const DIAGRAM_FORMATS = ['svg', 'mermaid', 'html'] as const
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number]

/** Writes a diagram as text. */
export function renderDiagram(diagram: Diagram, title: string, format: DiagramFormat): string {
  switch (format) {
    case 'svg':
      return renderSvg(diagram, title).text
    case 'mermaid':
      return renderMermaid(diagram, title)
    case 'html':
      return renderHtml(diagram, title)
  }
}
