/** One contender as a program: its name and its course as arguments, one line of JSON as its answer. */

import { bareChain } from './bare-chain.ts';
import type { Contender, Course, Measurement } from './contender.ts';
import { exporter } from './exporter.ts';
import { fetchMapPostWait } from './fetch-map-post-wait.ts';

const contenders: Readonly<Record<string, Contender>> = { bareChain, fetchMapPostWait, exporter };
const SAMPLE_MS = 250;
const toMb = (byteCount: number): number => Math.round(byteCount / 1_000_000);

async function measure(contender: Contender, course: Course): Promise<void> {
  const samplesMb: number[] = [];
  const sampler = setInterval(() => samplesMb.push(toMb(process.memoryUsage.rss())), SAMPLE_MS);
  const startedAtMs = performance.now();
  await contender(course);
  const seconds = (performance.now() - startedAtMs) / 1000;
  clearInterval(sampler);
  const peakMb = toMb(process.resourceUsage().maxRSS * 1024);
  const measurement: Measurement = { seconds, peakMb, samplesMb };
  process.stdout.write(`\n${JSON.stringify(measurement)}\n`);
}

const [, , name = '', course = '{}'] = process.argv;
const contender = contenders[name];
if (contender === undefined) throw new Error(`There is no contender "${name}".`);
measure(contender, JSON.parse(course)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
