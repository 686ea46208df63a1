import { describe, expect, it } from 'vitest';
import { linkOf } from './links.ts';

const hosts = ['portal.azure.com', 'Grafana.example.com', '127.0.0.1'];

describe('an address from outside', () => {
  it.each([
    ['https://portal.azure.com/#view/x', 'link'],
    ['https://ms.portal.azure.com/', 'link'],
    ['HTTPS://PORTAL.azure.com/', 'link'],
    ['http://grafana.example.com:3000/d/1', 'link'],
    ['http://127.0.0.1:8080/x', 'link'],
    ['https://evil.example/portal.azure.com', 'text'],
    ['https://portal.azure.com.evil.example/', 'text'],
    ['https://evilportal.azure.com/', 'text'],
    ['https://portal.azure.com@evil.example/', 'text'],
    ['https://ana:secret@portal.azure.com/', 'text'],
    ['https://portal.azure.com\\@evil.example/', 'link'],
    ['http://evil', 'text'],
    ['javascript:alert(1)//portal.azure.com', 'nothing'],
    ['data:text/html,<script>alert(1)</script>', 'nothing'],
    ['mailto:ana@portal.azure.com', 'nothing'],
    ['//portal.azure.com', 'nothing'],
    ['', 'nothing'],
  ])('36 “%s” is shown as %s', (url, shown) => {
    expect(linkOf(url, hosts)).toBe(shown);
  });
});
