import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { run } from '../../src/exec/run.ts'
import { covered, start } from '../run.ts'

/** A server to which the processes of a command connect. A connection ends with its process. */
async function openServer(t: Test) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const sockets: Socket[] = []
  server.on('connection', socket => sockets.push(socket.on('error', () => {})))
  const { port } = server.address() as AddressInfo
  return { server, port, sockets }
}

/** A program for `node -e` that connects to the server, stays alive, and runs this code at SIGTERM. */
const longRunning = (port: number, atSigterm: string) => `
  process.on('SIGTERM', () => { ${atSigterm} })
  const socket = require('node:net').connect(${port}, '127.0.0.1', () => socket.write('ready '))
  socket.resume()`

/** A shell that starts the program in the background and waits. */
const shell = (text: string, prefix = '') =>
  ['sh', '-c', `${prefix} "$0" -e "$1" & wait; wait`, process.execPath, text] as const

async function textOf(socket: Socket): Promise<string> {
  return Buffer.concat(await socket.toArray().catch(() => [])).toString()
}

t.test('after the timeout, a command is killed with all of its child processes', async t => {
  const { port, sockets } = await openServer(t)
  // The timeout is doubled until the child process has had time to start.
  for (let seconds = 1; sockets.length === 0; seconds *= 2) {
    const { signal, timedOutAfter } = await run(shell(longRunning(port, '')), process.env, { seconds })
    t.strictSame([signal, timedOutAfter], ['SIGKILL', seconds])
  }
  for (const socket of sockets) await textOf(socket)
})

t.test('after a repeated run, remaining child processes are killed', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const startChild = `"$0" -e "$1" > /dev/null & read line < fifo`
  const cwd = t.testdir()
  const command = [
    'sh',
    '-c',
    `cd ${cwd}; mkfifo fifo; ${startChild}`,
    process.execPath,
    `${longRunning(port, '')}
    socket.once('connect', () => require('node:fs').writeFileSync('fifo', 'on\\n'))`,
  ] as const
  const { code, timedOutAfter } = await run(command, process.env, { seconds: 60 })
  t.strictSame([code, timedOutAfter], [0, null])
  const [socket] = await connected
  t.equal(await textOf(socket), 'ready ')
})

t.test('after the baseline, remaining child processes are killed too', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const text = `${longRunning(port, '')}
    socket.once('connect', () => require('node:fs').writeFileSync('fifo', 'on\\n'))`
  const sendRequest = 'fetch(process.env.TRYVOX_BASE_URL + "/v1/").then(() => {})'
  const startChild = 'mkfifo fifo; "$0" -e "$1" > /dev/null 2>&1 < /dev/null & read line < fifo; "$0" -e "$2"'
  const command = ['sh', '-c', startChild, process.execPath, text, sendRequest]
  const { ended } = start(t, t.testdir(), ['exec', '--each-failure', '--', ...command], covered)
  const [socket] = await connected
  t.equal(await textOf(socket), 'ready ')
  t.match(await ended, { code: 0, stderr: /makes no changes/ })
})

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  t.test(`${signal} is sent to all child processes, which get time to end`, async t => {
    const { server, port } = await openServer(t)
    const connected = once(server, 'connection')
    const text = longRunning(port, "socket.end('bye')").replace('SIGTERM', signal)
    const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(text)], covered)
    const [socket] = await connected
    await once(socket, 'readable')
    child.kill(signal)
    t.equal(await textOf(socket), 'ready bye')
    t.equal((await ended).signal, signal)
  })
}

t.test('a command that ignores SIGTERM is killed with its child processes', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const { child, ended } = start(
    t,
    t.testdir(),
    ['exec', '--', ...shell(longRunning(port, ''), 'trap "" TERM;')],
    covered,
  )
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGTERM')
  t.equal(await textOf(socket), 'ready ')
  t.equal((await ended).signal, 'SIGKILL')
})

t.test('a child process that ignores SIGTERM is killed even if its command ends', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(longRunning(port, ''))], covered)
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGTERM')
  t.equal(await textOf(socket), 'ready ')
  t.equal((await ended).signal, 'SIGTERM')
})

t.test('if exec crashes, the command is killed', async t => {
  const { server, port } = await openServer(t)
  const connected = once(server, 'connection')
  const before = 'process.on("SIGUSR2", () => { throw new TypeError("a bug") })'
  const { child, ended } = start(t, t.testdir(), ['exec', '--', ...shell(longRunning(port, ''))], {
    before,
    ...covered,
  })
  const [socket] = await connected
  await once(socket, 'readable')
  child.kill('SIGUSR2')
  t.equal(await textOf(socket), 'ready ')
  t.match(await ended, { code: 1, stderr: /TypeError: a bug/ })
})
