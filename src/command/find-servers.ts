import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { readTask } from '../settings/command-line.ts'
import type { Settings } from '../settings/settings.ts'

export type Address = Pick<Settings, 'host' | 'port' | 'tls'>

/** A server of this program that runs on this machine. */
export interface Running {
  /** Its working folder. */
  readonly folder: string
  /** The absolute path of its database, symlinks resolved; null for memory. */
  readonly file: string | null
  readonly address: Address
}

/**
 * The servers that listen, run the script `program` and are this user's, whatever flags and variables they were started
 * with. Linux shows them under /proc; on other systems none is found.
 */
export function findServers(program: string, proc = '/proc'): Running[] {
  const processes = existsSync(`${proc}/self/fd`) ? readdirSync(proc).filter(name => /^\d+$/.test(name)) : []
  return processes.flatMap(name => {
    try {
      return inspect(`${proc}/${name}`, realpathSync(program))
    } catch {
      // It is another user's, is no server, or has ended meanwhile.
      return []
    }
  })
}

function inspect(process: string, program: string): Running[] {
  const folder = readlinkSync(`${process}/cwd`)
  const words = readWords(`${process}/cmdline`)
  const script = words.findIndex(
    word => existsSync(resolve(folder, word)) && realpathSync(resolve(folder, word)) === program,
  )
  if (script === -1) return []
  const environment = Object.fromEntries(readWords(`${process}/environ`).map(word => word.split(/=(.*)/s)))
  const task = readTask(words.slice(script + 1), environment, '')
  if (task.name !== 'serve') return []
  const { host, port: wanted, tls, file } = task.settings
  const ports = listeningPorts(process).filter(port => wanted === 0 || wanted === port)
  return ports.map(port => ({ folder, file: file && realPath(folder, file), address: { host, port, tls } }))
}

/** The absolute path of a file named in a folder, symlinks resolved where it exists. */
export function realPath(folder: string, file: string): string {
  const path = resolve(folder, file)
  return existsSync(path) ? realpathSync(path) : path
}

function listeningPorts(process: string): number[] {
  const sockets = new Set(readdirSync(`${process}/fd`).map(each => readlinkSync(`${process}/fd/${each}`)))
  const tables = ['tcp', 'tcp6'].map(table => `${process}/net/${table}`).filter(existsSync)
  const rows = tables.flatMap(table =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map(row => row.trim().split(/\s+/)),
  )
  // Columns 1, 3 and 9: ADDRESS:PORT in hexadecimal, the state (0A listens) and the inode of the socket.
  const own = rows.filter(columns => columns[3] === '0A' && sockets.has(`socket:[${columns[9]}]`))
  return [...new Set(own.map(columns => Number.parseInt(String(columns[1]?.split(':').at(-1)), 16)))]
}

/** The words of a file that ends each with a zero byte. */
function readWords(path: string): string[] {
  return readFileSync(path, 'utf8').split('\0').slice(0, -1)
}
