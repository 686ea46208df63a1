import type { ServiceName } from '../../estate/resources.ts';
import { bpsWebsite } from './bps-website.ts';
import { compliance } from './compliance.ts';
import { packamal } from './packamal.ts';
import { pixcrawler } from './pixcrawler.ts';
import type { Profile } from './profile.ts';

export const profiles: Readonly<Record<ServiceName, Profile>> = { 'bps-website': bpsWebsite, pixcrawler, packamal, compliance };
