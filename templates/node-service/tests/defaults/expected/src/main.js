// Starts the server, and stops it politely: no new connections, answers in flight are finished.
import { createService } from './server.js';

const port = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT is no port: ${process.env.PORT}`);
  process.exit(1);
}

const server = createService({ log: (line) => console.log(JSON.stringify(line)) });
server.listen(port, () => {
  console.log(JSON.stringify({ message: 'listening', port: server.address().port }));
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(1), 10_000).unref();
  });
}
