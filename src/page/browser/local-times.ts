/** Shows times in the viewer's zone; the time in UTC stays where a pointer or a screen reader finds it. */

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const TODAY = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const HOURS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAYS = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });

function isToday(date: Date): boolean {
  return date.toDateString() === new Date().toDateString();
}

function isMidnight(date: Date): boolean {
  return date.getHours() === 0 && date.getMinutes() === 0;
}

export function showLocalTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll('[datetime]')) {
    const date = new Date(element.getAttribute('datetime') ?? '');
    show(element, date, isToday(date) ? TODAY : FULL);
  }
  // On the axis of a plot.
  for (const element of root.querySelectorAll('[data-time]')) {
    const date = new Date(element.getAttribute('data-time') ?? '');
    show(element, date, isMidnight(date) ? DAYS : HOURS);
  }
}

function show(element: Element, date: Date, format: Intl.DateTimeFormat): void {
  if (!Number.isNaN(date.getTime())) element.textContent = format.format(date);
}
