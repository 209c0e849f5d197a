import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { keepProcessAlive } from '../../src/client/keep-process-alive.ts'
import { reopen } from './disk-failure.ts'
import { seedNumber, trunk } from './fixture.ts'
import { open } from './open.ts'
import { HeldSync, turn, watch } from './sync.ts'
import { usageErrorOf } from './usage-error.ts'

const free = seedNumber('+14155550001')
const onTrunk = { ...free, assignment: trunk }
const time = /\d{8}T\d{6}\.\d{3}Z/

/** A store on a database in a new folder, and the storage errors it reports. */
function openInFolder(t: Test, sync?: HeldSync) {
  const folder = `${t.testdir({ data: {} })}/data`
  const file = `${folder}/sandbox.db`
  const errors: Error[] = []
  const { promise, resolve } = Promise.withResolvers<Error>()
  const onStorageFailure = (error: Error) => {
    errors.push(error)
    resolve(error)
  }
  const { store } = open(t, file, { onStorageFailure, ...(sync && { sync: sync.sync }) })
  const assign = () => store.change({}, () => ({ write: [onTrunk], result: null }))
  return { folder, file, store, errors, lost: () => keepProcessAlive(promise), assign }
}

/** The rescued file that an error names. */
function rescuedFile(t: Test, file: string, { message }: Error): string {
  const start = `${file} was removed, renamed or replaced while in use; the state was rescued to ${file}.rescued-`
  t.ok(message.startsWith(start), message)
  t.match(message.slice(start.length), new RegExp(`^${time.source}$`))
  return message.slice(message.indexOf('rescued to ') + 'rescued to '.length)
}

async function hasState(t: Test, file: string): Promise<void> {
  const { store, resumedSeed } = open(t, file)
  t.equal(resumedSeed, 'fixture')
  t.strictSame(await store.findNumber(free.e164), onTrunk)
  await store.close()
}

type Paths = { readonly folder: string; readonly file: string }

const ways: Record<string, (paths: Paths) => void> = {
  'the file and its log are removed': ({ file }) => {
    rmSync(file)
    rmSync(`${file}-wal`)
  },
  'the file is removed': ({ file }) => rmSync(file),
  'the folder is removed': ({ folder }) => rmSync(folder, { recursive: true }),
  'the file is renamed': ({ file }) => renameSync(file, `${file}.old`),
  'the folder is renamed': ({ folder }) => renameSync(folder, `${folder}.old`),
  'the file is replaced by another': ({ file }) => {
    writeFileSync(`${file}.new`, 'another file')
    renameSync(`${file}.new`, file)
  },
  'the file is replaced by a folder': ({ file }) => {
    rmSync(file)
    mkdirSync(file)
  },
  'the file is replaced by a symlink to it': ({ file }) => {
    renameSync(file, `${file}.old`)
    symlinkSync(`${file}.old`, file)
  },
}

for (const [way, move] of Object.entries(ways)) {
  t.test(`if ${way}, the state is rescued next to it, and a start fails until it is moved back`, async t => {
    const { folder, file, store, errors, lost, assign } = openInFolder(t)
    await assign()
    t.equal(store.syncError, null)
    move({ folder, file })
    const error = await lost()
    const rescued = rescuedFile(t, file, error)
    t.equal(store.syncError, error)
    await t.rejects(assign(), error)
    await t.rejects(store.findNumber(free.e164), error)
    await t.rejects(store.close(), error)
    t.strictSame(errors, [error], 'reported once')
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) rmSync(file, { recursive: true })
    rmSync(file, { force: true })
    const line = `${file}: its state was rescued to ${rescued}; move it to ${file}, or start over with --fresh`
    for (let starts = 0; starts < 2; starts++)
      t.equal(
        usageErrorOf(() => open(t, file)),
        line,
      )
    t.notOk(readdirSync(folder).includes('sandbox.db-wal'), 'no old log remains that SQLite would read')
    renameSync(rescued, file)
    await hasState(t, file)
  })
}

t.test('a renamed file contains the whole state too', async t => {
  const { file, store, lost, assign } = openInFolder(t)
  await assign()
  renameSync(file, `${file}.old`)
  await t.rejects(store.close(), await lost())
  await hasState(t, `${file}.old`)
})

for (const way of ['removed', 'replaced'] as const) {
  t.test(`if the log is ${way}, the state is in the file, and the next start resumes it`, async t => {
    const { folder, file, store, errors, lost, assign } = openInFolder(t)
    await assign()
    rmSync(`${file}-wal`)
    if (way === 'replaced') writeFileSync(`${file}-wal`, 'an old log')
    const error = await lost()
    t.equal(error.message, `${file}-wal was removed, renamed or replaced while in use; the state is in ${file}`)
    await t.rejects(assign(), error)
    await t.rejects(store.close(), error)
    t.strictSame(errors, [error])
    t.strictSame(readdirSync(folder), ['sandbox.db'])
    await hasState(t, file)
  })
}

t.test('a change that is committed but not synced yet fails, but is rescued', async t => {
  const disk = new HeldSync()
  const { file, lost, assign } = openInFolder(t, disk)
  const settled = watch({ assigned: assign() })
  await turn()
  rmSync(file)
  const error = await lost()
  disk.end()
  await turn()
  t.strictSame(settled, [`assigned: ${error.message}`])
  const rescued = rescuedFile(t, file, error)
  renameSync(rescued, file)
  await hasState(t, file)
})

t.test('closing the store detects that the file was removed', async t => {
  const { folder, file, store, errors, assign } = openInFolder(t)
  await assign()
  rmSync(folder, { recursive: true })
  const error = await store.close().catch(error => error)
  t.strictSame(errors, [error])
  renameSync(rescuedFile(t, file, error), file)
  await hasState(t, file)
})

t.test('another server at the same path keeps its file and its log', async t => {
  const { folder, file, store, lost, assign } = openInFolder(t)
  await assign()
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  const other = open(t, file)
  await other.store.change({}, () => ({ write: [{ ...free, updatedAt: 7 }], result: null }))
  const rescued = rescuedFile(t, file, await lost())
  await t.rejects(store.close())
  t.ok(statSync(`${file}-wal`).size > 0)
  t.strictSame(await other.store.findNumber(free.e164), { ...free, updatedAt: 7 })
  const line = `its state was rescued to ${rescued}; remove ${file}-wal and move it to ${file}, or start over with --fresh`
  t.equal(
    usageErrorOf(() => open(t, file)),
    `${file}: ${line}`,
  )
  await other.store.close()
  rmSync(file)
  renameSync(rescued, file)
  await hasState(t, file)
})

t.test('the error lists only the rescued files, oldest first', async t => {
  const { file, store } = openInFolder(t)
  await store.close()
  const rescued = ['20261126T010203.004Z', '20251126T010203.004Z'].map(time => `${file}.rescued-${time}`)
  for (const name of [...rescued, `${file}.rescued-20261126T010203.004Z.part`, `${file}.rescued-`, `x${rescued[0]}`])
    writeFileSync(name.replace(/^x(.*)sandbox/, '$1x-sandbox'), '')
  const line = `its state was rescued to ${rescued[1]}, ${rescued[0]}; move one of them to ${file}`
  t.equal(
    usageErrorOf(() => open(t, file)),
    `${file}: ${line}, or start over with --fresh`,
  )
})

t.test('fresh removes rescued files and starts with the seed', async t => {
  const { folder, file, lost, assign } = openInFolder(t)
  await assign()
  rmSync(folder, { recursive: true })
  await lost()
  const { store, resumedSeed } = open(t, file, { fresh: true })
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
  await store.close()
  t.strictSame(readdirSync(folder).sort(), ['.gitignore', 'sandbox.db'])
  t.equal(open(t, file).resumedSeed, 'fixture')
})

/** Sets the folder for temporary files for the duration of the test. */
function setTemporaryFolder(t: Test, folder: string): void {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
}

t.test('if the folder cannot be written, the state is rescued to a temporary folder', async t => {
  const { folder, file, lost, assign } = openInFolder(t)
  setTemporaryFolder(t, t.testdirName)
  await assign()
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file')
  const { message } = await lost()
  const rescued = message.replace(/.* rescued to /, '')
  t.match(rescued, new RegExp(`^${t.testdirName}/tryvox-sandbox-\\w{6}/sandbox\\.db\\.rescued-${time.source}$`))
  t.ok(message.startsWith(`${file} was removed, renamed or replaced while in use; `))
  rmSync(folder)
  mkdirSync(folder)
  renameSync(rescued, file)
  await hasState(t, file)
})

t.test('if the name is too long for a rescued file, the state is rescued to a temporary folder', async t => {
  const folder = t.testdir({ temporary: {} })
  setTemporaryFolder(t, `${folder}/temporary`)
  const file = `${folder}/${'x'.repeat(240)}`
  const { promise, resolve } = Promise.withResolvers<Error>()
  const { store } = open(t, file, { onStorageFailure: resolve })
  await store.change({}, () => ({ write: [onTrunk], result: null }))
  rmSync(file)
  const rescued = (await keepProcessAlive(promise)).message.replace(/.* rescued to /, '')
  t.strictSame(readdirSync(folder), ['temporary'], 'the first attempt leaves no file')
  renameSync(rescued, `${folder}/sandbox.db`)
  await hasState(t, `${folder}/sandbox.db`)
})

for (const removed of ['', '-wal']) {
  t.test(`a file that cannot be written is rescued with its whole log (sandbox.db${removed} is removed)`, async t => {
    const { file, store, lost, assign } = openInFolder(t)
    await assign()
    reopen(file, file, 'r')
    rmSync(`${file}${removed}`)
    const { message } = await lost()
    const start = `${file}${removed} was removed, renamed or replaced while in use; the state was rescued to `
    t.equal(message.slice(0, start.length), start)
    const rescued = message.slice(start.length)
    await t.rejects(store.close())
    const line = `${file}: its state was rescued to ${rescued}; move it to ${file}, or start over with --fresh`
    t.equal(
      usageErrorOf(() => open(t, file)),
      line,
    )
    renameSync(rescued, file)
    await hasState(t, file)
  })
}

t.test('if nothing can be written, the error says so, and all calls fail', async t => {
  const { folder, file, lost, assign } = openInFolder(t)
  setTemporaryFolder(t, `${t.testdirName}/missing`)
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file')
  const error = await lost()
  const start = `${file} was removed, renamed or replaced while in use, and the state could not be rescued (ENOENT: `
  t.ok(error.message.startsWith(start), error.message)
  await t.rejects(assign(), error)
})

t.test('nothing is rescued after a failed sync, since the content of the disk is unknown', async t => {
  const disk = new HeldSync()
  const { folder, file, store, errors, assign } = openInFolder(t, disk)
  const assigned = assign()
  await turn()
  disk.end(new Error('the disk is gone'))
  await t.rejects(assigned, new Error('the disk is gone'))
  rmSync(file)
  await t.rejects(store.close(), new Error('the disk is gone'))
  t.equal(errors.length, 1)
  t.strictSame(readdirSync(folder), ['sandbox.db-wal'])
})
