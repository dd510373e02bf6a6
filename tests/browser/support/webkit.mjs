import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { onPath, runs } from './on-path.mjs';

const MINI_BROWSER = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
];

/** How long a script in the page may take. */
const PATIENCE_MS = 150_000;

/**
 * Whether WebKitGTK's driver is here, and a display for it: what the tests in WebKit need.
 * @returns {boolean}
 */
export function hasWebKit() {
  return onPath('WebKitWebDriver') !== null && onPath('xvfb-run') !== null && MINI_BROWSER.some(runs);
}

/**
 * A page in WebKitGTK, driven over the WebDriver protocol. It goes to addresses and evaluates as Playwright's pages do.
 * @param {Record<string, string>} environment
 */
export async function startWebKit(environment) {
  const port = await freePort();
  // A group of its own, so that the display and the browser end with the driver.
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], {
    env: { ...process.env, ...environment },
    stdio: 'ignore',
    detached: true,
  });
  const close = () => void (driver.pid && process.kill(-driver.pid));
  /** @type {(method: string, path: string, body?: unknown) => Promise<any>} */
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  try {
    await until(() => ask('GET', '/status').then(({ ready }) => ready));
    const binary = MINI_BROWSER.find(runs);
    const capabilities = {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary, args: ['--automation'] },
        timeouts: { script: PATIENCE_MS, pageLoad: PATIENCE_MS },
      },
    };
    const { sessionId } = await ask('POST', '/session', { capabilities });
    const session = `/session/${sessionId}`;
    return {
      /** @param {string} address */
      goto: (address) => ask('POST', `${session}/url`, { url: address }),
      /**
       * @template Argument, Result
       * @param {(argument: Argument) => Promise<Result> | Result} work
       * @param {Argument} argument
       * @returns {Promise<Result>}
       */
      async evaluate(work, argument) {
        const script = `const [argument, done] = arguments;
          Promise.resolve(argument).then(${work}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const { value, error } = await ask('POST', `${session}/execute/async`, { script, args: [argument] });
        if (error !== undefined) throw new Error(error);
        return value;
      },
      async close() {
        await ask('DELETE', session).catch(() => {});
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** @param {() => Promise<boolean>} ready */
async function until(ready) {
  for (let tries = 0; tries < 300; tries++) {
    if (await ready().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the WebKit driver did not start within 30 s');
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
