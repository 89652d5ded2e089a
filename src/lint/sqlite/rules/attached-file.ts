import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const attachedFile: Rule<WordedScene> = {
  id: 'attached-file',
  severity: 'warning',
  title: 'ATTACH DATABASE',
  problem:
    'The path is one of this machine, counted from the folder that a process was started in; a file that is not there is made, empty. With a write-ahead log a crash in the middle of a commit can leave the change in one of the files alone.',
  safe: '',
  allow: 'The other file is there wherever the migration runs.',
  check({ words }) {
    const [first, second] = words
    if (first?.word !== 'ATTACH') return []
    const isMemory = second?.word === "'" && [`':memory:'`, `''`].includes(second.spelling)
    return isMemory
      ? []
      : [
          {
            message:
              'Whether the other file is there, and which one it is, depends on the machine.',
          },
        ]
  },
}
