import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { run } from '../../src/exec/run.ts'
import { covered, start } from '../run.ts'

/** A server that the processes of a command connect to, so that a connection ends when its process does. */
async function openServer(t: Test) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const sockets: Socket[] = []
  server.on('connection', socket => sockets.push(socket.on('error', () => {})))
  const { port } = server.address() as AddressInfo
  return { server, port, sockets }
}

/** A process for `node -e` that stays, says so on a connection, and does this at SIGTERM. */
const staying = (port: number, atSigterm: string) => `
  process.on('SIGTERM', () => { ${atSigterm} })
  const socket = require('node:net').connect(${port}, '127.0.0.1', () => socket.write('here '))
  socket.resume()`

/** A shell that starts it and waits. */
const shell = (text: string, besides = '') =>
  ['sh', '-c', `${besides} "$0" -e "$1" & wait; wait`, process.execPath, text] as const

async function textOf(socket: Socket): Promise<string> {
  return Buffer.concat(await socket.toArray().catch(() => [])).toString()
}

t.test('what does not end in time is ended with all that it has started', async t => {
  const { port, sockets } = await openServer(t)
  // As long as it takes for its process to start.
  for (let seconds = 1; sockets.length === 0; seconds *= 2) {
    const { signal, overdue } = await run(shell(staying(port, '')), process.env, { seconds })
    t.strictSame([signal, overdue], ['SIGKILL', seconds])
  }
  for (const socket of sockets) await textOf(socket)
})

t.test('a run in time leaves nothing behind for the next', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const leave = `"$0" -e "$1" > /dev/null & read line < fifo`
  const cwd = t.testdir()
  const command = [
    'sh',
    '-c',
    `cd ${cwd}; mkfifo fifo; ${leave}`,
    process.execPath,
    `${staying(port, '')}
    socket.once('connect', () => require('node:fs').writeFileSync('fifo', 'on\\n'))`,
  ] as const
  const { code, overdue } = await run(command, process.env, { seconds: 60 })
  t.strictSame([code, overdue], [0, null])
  const [socket] = await connected
  t.equal(await textOf(socket), 'here ')
})

t.test('so does the run that others are compared with', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const text = `${staying(port, '')}
    socket.once('connect', () => require('node:fs').writeFileSync('fifo', 'on\\n'))`
  const ask = 'fetch(process.env.TRYVOX_BASE_URL + "/v1/").then(() => {})'
  const leave = 'mkfifo fifo; "$0" -e "$1" > /dev/null 2>&1 < /dev/null & read line < fifo; "$0" -e "$2"'
  const command = ['sh', '-c', leave, process.execPath, text, ask]
  const { ended } = start(t, t.testdir(), ['exec', '--each-failure', '--', ...command], covered)
  const [socket] = await connected
  t.equal(await textOf(socket), 'here ')
  t.match(await ended, { code: 0, stderr: /asks for no change/ })
})

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  t.test(`${signal} reaches all that a command has started, which has time to end`, async t => {
    const { server, port } = await openServer(t)
    const connected = once(server, 'connection')
    const text = staying(port, "socket.end('bye')").replace('SIGTERM', signal)
    const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(text)], covered)
    const [socket] = await connected
    await once(socket, 'readable')
    child.kill(signal)
    t.equal(await textOf(socket), 'here bye')
    t.equal((await ended).signal, signal)
  })
}

t.test('what ignores SIGTERM is killed, with all that it has started', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(staying(port, ''), 'trap "" TERM;')], covered)
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGTERM')
  t.equal(await textOf(socket), 'here ')
  t.equal((await ended).signal, 'SIGKILL')
})

t.test('a process that ignores SIGTERM is killed though its command ends', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(staying(port, ''))], covered)
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGTERM')
  t.equal(await textOf(socket), 'here ')
  t.equal((await ended).signal, 'SIGTERM')
})

t.test('a command ends with exec where that fails', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const before = 'process.on("SIGUSR2", () => { throw new TypeError("a bug") })'
  const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(staying(port, ''))], { before, ...covered })
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGUSR2')
  t.equal(await textOf(socket), 'here ')
  t.match(await ended, { code: 1, stderr: /TypeError: a bug/ })
})
