import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rolldown } from 'tsdown'

const FILE = 'THIRD_PARTY_LICENSES.txt'

/**
 * A build plugin: notes each package whose code ends up in the bundle, and writes name, version and licence
 * text of all of them next to it. Give the same one to all builds that write into one folder.
 * @throws Error when a package names no licence.
 */
export function thirdPartyLicenses(): Rolldown.Plugin {
  const folders = new Set<string>()
  return {
    name: 'third-party-licenses',
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || /\.d\.[mc]?ts$/.test(chunk.fileName)) continue
        for (const id of chunk.moduleIds) {
          const folder = packageFolder(id)
          if (folder !== undefined) folders.add(folder)
        }
      }
      const texts = await Promise.all([...folders].toSorted().map(licenseOf))
      this.emitFile({ type: 'asset', fileName: FILE, source: texts.join('\n') })
    },
  }
}

/** The folder of the innermost package that a module belongs to; undefined for a module of our own. */
function packageFolder(id: string): string | undefined {
  return /^\0?(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)/.exec(id)?.[1]
}

async function licenseOf(folder: string): Promise<string> {
  const about: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const { name, version, license } = fields(about)
  if (license === '') throw new Error(`The bundled package ${name} names no licence.`)
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8')
  return `${'-'.repeat(80)}\n${name} ${version} (${license})\n\n${text.trim()}\n`
}

function fields(about: unknown): { name: string; version: string; license: string } {
  const text = (key: string): string => {
    const value: unknown =
      typeof about === 'object' && about !== null ? Reflect.get(about, key) : ''
    return typeof value === 'string' ? value : ''
  }
  return { name: text('name'), version: text('version'), license: text('license') }
}
