import { test } from 'vitest'
import { scene, TWO } from './scene.ts'
test.each([0,1,2,3,4,5,6])('login %i', async (i) => {
  const t = performance.now()
  {
  await using here = await scene('PostgreSQL', TWO)
  const url =  [here.url.replace(/:[^:@]*@/, ':wrong@'), here.url.replace(/\/[^/]*$/, '/nodb'), here.url.replace('godwit_test', 'nobody'), here.url.replace(/:[^:@]*@/, '@'), here.url + '?sslmode=require', here.url.replace(/\/[^/]*$/, ''), here.url + '?sslmode=verify-full&sslrootcert=nofile.pem'][i]
  const o = await here.godwit(['up', '--url', url])
  console.log('=== ', url, o.exit, o.stderr, performance.now()-t)
  }
  console.log(performance.now()-t)
}, 20000)
