/**
 * Finds statements that may begin with one of some words, whatever the language: what stands in a comment may run, too. To read the
 * words of all others would cost more than all that is asked of a file.
 */
export function beginning(...words: readonly string[]): RegExp {
  return new RegExp(`^(?:${words.join('|')}|/)`, 'i')
}
