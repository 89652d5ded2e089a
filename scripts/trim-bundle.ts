import type { Rolldown } from 'tsdown'

/** One replacement in a bundled package; the build fails when the package no longer holds the text. */
type Trim = {
  readonly file: RegExp
  readonly why: string
  readonly edits: readonly (readonly [from: string | RegExp, to: string])[]
}

/** Parts of bundled packages that cost time at every start and are of no use here, or only later. */
const TRIMS: readonly Trim[] = [
  {
    file: /pg\/lib\/stream\.js$/,
    why: 'asking for a Cloudflare runtime creates a Response, for which Node loads its whole HTTP client',
    edits: [['if (isCloudflareRuntime())', 'if (false)']],
  },
  {
    file: /pg\/lib\/crypto\/utils\.js$/,
    why: 'Node loads its cryptography, which takes several milliseconds, only when a password is asked for',
    edits: [
      ["const nodeCrypto = require('crypto')", ''],
      [/\bnodeCrypto\./g, "process.getBuiltinModule('node:crypto')."],
      [/const webCrypto = .*/, ''],
      [/const subtleCrypto = .*/, ''],
      [/\bwebCrypto\./g, "process.getBuiltinModule('node:crypto').webcrypto."],
      [/\bsubtleCrypto\./g, "process.getBuiltinModule('node:crypto').webcrypto.subtle."],
    ],
  },
  {
    file: /pg\/lib\/connection-parameters\.js$/,
    why: 'only connection strings for the driver of another language need names looked up here',
    edits: [["require('dns')", '{}']],
  },
  {
    file: /pg\/lib\/defaults\.js$/,
    why: 'the types are loaded when the first row comes; only a program that sets this default needs them here',
    edits: [[/const pgTypes = require\('pg-types'\)[\s\S]*$/, '']],
  },
  {
    file: /pg\/lib\/type-overrides\.js$/,
    why: 'types are loaded with the first row that holds more than text (25), which is as it comes',
    edits: [
      ["const types = require('pg-types')", ''],
      ['this._types = userTypes || types', 'this._types = userTypes'],
      [
        '|| this._types.getTypeParser(oid, format)',
        "|| (this._types || (oid === 25 ? plainText : require('pg-types'))).getTypeParser(oid, format)",
      ],
      ['module.exports', 'const plainText = { getTypeParser: () => String }\nmodule.exports'],
    ],
  },
  {
    file: /pg\/lib\/result\.js$/,
    why: 'as above',
    edits: [
      ["const types = require('pg-types')", ''],
      ['= types.getTypeParser', "= require('pg-types').getTypeParser"],
    ],
  },
  {
    file: /picocolors\/picocolors\.js$/,
    why: 'opening standard output only to ask whether it is a terminal takes a millisecond; godwit asks when it prints',
    edits: [['(p.stdout || {}).isTTY', 'false']],
  },
  {
    file: /commander\/lib\/command\.js$/,
    why: 'only commands that are programs of their own need child processes; godwit has none',
    edits: [["require('node:child_process')", '{}']],
  },
]

/** Leaves those parts out of the bundle. */
export const trimBundle: Rolldown.Plugin = {
  name: 'trim-bundle',
  transform(code, id) {
    const trim = TRIMS.find(({ file }) => file.test(id))
    if (trim === undefined) return undefined
    return trim.edits.reduce((text, [from, to]) => replaced(text, from, to, id), code)
  },
}

function replaced(text: string, from: string | RegExp, to: string, id: string): string {
  const result = text.replace(from, to)
  if (result === text)
    throw new Error(`${id} no longer holds ${String(from)}: look at scripts/trim-bundle.ts`)
  return result
}
