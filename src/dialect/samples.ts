/** How many rows can be made of one list of samples. */
export const SAMPLES = 3

/** As many samples as there are rows, each made from its number from 1. */
export function samplesFrom(make: (n: number) => string): readonly string[] {
  return Array.from({ length: SAMPLES }, (_, index) => make(index + 1))
}

/** Texts that differ in their last character, so that a short column keeps them apart. */
export function textSamples(name: string, length: number | undefined): readonly string[] {
  return samplesFrom((n) => {
    const text = `${name.replaceAll(/[^A-Za-z0-9]/g, '')}${n}`
    return `'${length === undefined ? text : text.slice(-length)}'`
  })
}
