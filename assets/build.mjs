// Builds the styles and scripts of the site into static/, and stops when they grow heavier than their budget.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { compile } from 'sass'

const BUDGETS = { 'site.css': 25, 'site.js': 8, 'desk.js': 4, 'desk-worker.js': 1 } // kilobytes, compressed with brotli
const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '../static')
const modules = join(here, '../node_modules')

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'assets'), { recursive: true })

// No source map: a hashed file that names a missing map would stop collectstatic.
const { css } = compile(join(here, 'site.scss'), { style: 'compressed', loadPaths: [modules], quietDeps: true })
writeFileSync(join(out, 'site.css'), css)
const options = { bundle: true, minify: true, target: 'es2020', legalComments: 'none' }
const script = (name, format) =>
  buildSync({ ...options, format, entryPoints: [join(here, `${name}.mjs`)], outfile: join(out, `${name}.js`) })
script('site', 'esm')
script('desk', 'esm')
script('desk-worker', 'iife') // which another script imports

copyFileSync(join(here, 'favicon.svg'), join(out, 'favicon.svg'))
const icons = join(modules, 'nhsuk-frontend/dist/nhsuk/assets/images')
const named = css.match(/(?<=url\("?assets\/)[\w-]+\.svg/g) ?? []
for (const icon of new Set(named)) copyFileSync(join(icons, icon), join(out, 'assets', icon))

for (const [file, kilobytes] of Object.entries(BUDGETS)) {
  const size = brotliCompressSync(readFileSync(join(out, file))).length / 1024
  console.log(`static/${file}: ${size.toFixed(1)} KB of ${kilobytes} KB`)
  if (size > kilobytes) {
    console.error(`static/${file} is heavier than its budget: leave something out of assets/.`)
    process.exitCode = 1
  }
}
