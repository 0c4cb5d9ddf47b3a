import { expect, onTestFinished, test, vi } from "vitest";
import { feedWatchdog } from "./watchdog.ts";

test("a sign of life is given for each answer, and none while an answer is waited for", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const ping = vi.fn<() => void>();
  const answers = vi.fn<() => Promise<void>>(async () => undefined);
  const manager = { ready: () => undefined, status: () => undefined, ping, pingEveryMs: 10 };
  const watchdog = feedWatchdog(manager, answers);
  await vi.advanceTimersByTimeAsync(20);
  expect(ping).toHaveBeenCalledTimes(2);

  const late = Promise.withResolvers<undefined>();
  answers.mockReturnValueOnce(late.promise);
  await vi.advanceTimersByTimeAsync(1000);
  expect([ping.mock.calls.length, answers.mock.calls.length]).toEqual([2, 3]);
  late.resolve(undefined);
  await vi.advanceTimersByTimeAsync(10);
  expect(ping).toHaveBeenCalledTimes(4);

  watchdog.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(ping).toHaveBeenCalledTimes(4);
});
