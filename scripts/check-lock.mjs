/**
 * `npm run check:lock`: package-lock.json must hold every platform's binaries, or `npm ci` refuses on
 * the platforms that it lacks, and no download address, so that it works with any registry.
 */
import { readFileSync } from 'node:fs'

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const problems = Object.entries(packages).flatMap(([path, about]) => [
  ...(about.resolved === undefined ? [] : [`${path}: has a download address`]),
  ...missingOptional(path, about),
])
for (const problem of problems) console.error(problem)
console.log(
  `${Object.keys(packages).length} packages in the lock file, ${problems.length} problems`,
)
if (problems.length > 0) process.exitCode = 1

function missingOptional(path, about) {
  return Object.entries(about.optionalDependencies ?? {}).flatMap(([name, wanted]) => {
    const found = resolve(path, name)
    if (found === undefined) return [`${path}: ${name}@${wanted} is missing`]
    const exact = /^\d/.test(wanted)
    return exact && found.version !== wanted
      ? [`${path}: ${name}@${wanted} is missing, there is ${found.version}`]
      : []
  })
}

/** Looks a package up as Node does: in the nearest node_modules first. */
function resolve(from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const found = packages[`${base === '' ? '' : `${base}/`}node_modules/${name}`]
    if (found !== undefined || base === '') return found
    if (!base.includes('/node_modules/')) base = ''
  }
}
