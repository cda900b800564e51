/** The audience that Azure Monitor has in each cloud. */

export const CLOUDS = ['public', 'usgov', 'china'] as const;

export type Cloud = (typeof CLOUDS)[number];

const AUDIENCES: Readonly<Record<Cloud, string>> = {
  public: 'https://monitor.azure.com',
  usgov: 'https://monitor.azure.us',
  china: 'https://monitor.azure.cn',
};

export const audienceOf = (cloud: Cloud): string => AUDIENCES[cloud];

/** Microsoft's own samples ask for an audience with a slash behind it, too. */
export const isSameAudience = (one: string, other: string): boolean =>
  one.replace(/\/$/, '') === other.replace(/\/$/, '');
