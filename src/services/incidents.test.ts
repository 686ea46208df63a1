import { describe, expect, it } from 'vitest';
import { openIncidentDesk } from '../../test/fakes/incident-desk.ts';
import { ProviderError, UserError } from '../core/errors.ts';
import type { Person } from '../core/model/person.ts';

const eva: Person = { platform: 'slack', id: 'U0EVA', name: 'Eva' };
const ben: Person = { platform: 'teams', id: 'ben', name: 'Ben' };

describe('an incident', () => {
  it('is acknowledged by the first who does, and the card in each chat says who', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    expect(await desk.incidents.acknowledge('inc-1', eva)).toMatchObject({ result: 'acknowledged', incident: { state: 'acknowledged' } });
    expect(await desk.incidents.acknowledge('INC-1', ben)).toMatchObject({
      result: 'already',
      incident: { acknowledged: { by: { name: 'Eva' } } },
    });
    await desk.deliveries.idle();
    for (const chat of [desk.slack, desk.teams]) {
      expect(JSON.stringify(chat.posts()[0]?.document)).toContain('"name":"Eva"');
      expect(chat.posts()).toHaveLength(2);
    }
  });

  it('is acknowledged once although two people click at the same moment', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    const results = await Promise.all([desk.incidents.acknowledge('INC-1', eva), desk.incidents.acknowledge('INC-1', ben)]);
    expect(results.map((one) => one.result).toSorted()).toEqual(['acknowledged', 'already']);
  });

  it('resolves by itself five minutes after its last alert has', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.alert({ key: 'errors' });
    const reminder = desk.clock.now() + 4 * 3_600_000;
    expect(await desk.due.next()).toBe(reminder);
    desk.clock.move(60_000);
    await desk.alert({ state: 'resolved' });
    expect(await desk.due.next()).toBe(reminder);
    await desk.alert({ key: 'errors', state: 'resolved' });
    expect(await desk.due.next()).toBe(desk.clock.now() + 300_000);
    desk.clock.move(299_999);
    await desk.due.run(desk.clock.now());
    expect(await desk.incidents.open()).toHaveLength(1);
    desk.clock.move(1);
    await desk.due.run(desk.clock.now());
    expect(await desk.ledger.incident('INC-1')).toMatchObject({
      state: 'resolved',
      resolved: { at: desk.clock.now(), reason: 'all alerts have been quiet for 5 minutes' },
    });
    expect(await desk.due.next()).toBeUndefined();
  });

  it('stays open when one of its alerts fires again within the five minutes', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    desk.clock.move(60_000);
    await desk.alert({ state: 'resolved' });
    desk.clock.move(60_000);
    await desk.alert({});
    desk.clock.move(600_000);
    await desk.due.run(desk.clock.now());
    expect(await desk.incidents.open()).toHaveLength(1);
  });

  it('keeps its alerts as they were, also when one fires again later in another incident', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({ description: 'average above 2 s' });
    await desk.incidents.resolve('INC-1', ben);
    desk.clock.move(60_000);
    const end = desk.clock.now();
    await desk.alert({ state: 'resolved' });
    desk.clock.move(3_600_000);
    await desk.alert({ description: 'average above 9 s' });
    expect((await desk.incidents.view('INC-1')).incident.alerts).toMatchObject([
      { key: 'slow', description: 'average above 2 s', state: 'resolved', resolvedAt: end },
    ]);
    expect((await desk.incidents.view('INC-2')).incident.alerts).toMatchObject([{ description: 'average above 9 s', state: 'fired' }]);
    await desk.incidents.openIssue('INC-1', ben);
    expect(desk.tracker.issues()[0]?.paragraphs.join('\n')).toContain('average above 2 s');
  });

  it('is redrawn when an alert of it resolves after a person has resolved it', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.incidents.resolve('INC-1', ben);
    await desk.deliveries.idle();
    const card = () => JSON.stringify(desk.slack.posts()[0]?.document);
    expect(card()).toContain('firing since');
    desk.clock.move(60_000);
    await desk.alert({ state: 'resolved' });
    await desk.deliveries.run(desk.clock.now());
    await desk.deliveries.idle();
    expect(card()).not.toContain('firing since');
    expect(await desk.incidents.open()).toEqual([]);
  });

  it('cannot be acknowledged when it is resolved', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    expect((await desk.incidents.resolve('INC-1', ben)).result).toBe('resolved');
    expect((await desk.incidents.resolve('INC-1', eva)).result).toBe('already');
    expect(await desk.incidents.acknowledge('INC-1', eva)).toMatchObject({
      result: 'resolved',
      incident: { state: 'resolved', resolved: { by: ben } },
    });
  });

  it('that does not exist is answered with those that do', async () => {
    const desk = await openIncidentDesk();
    await expect(desk.incidents.view('INC-9')).rejects.toThrow('There is no incident INC-9. No incident is open.');
    await desk.alert({});
    await expect(desk.incidents.resolve('INC-9', ben)).rejects.toThrow(
      new UserError('There is no incident INC-9. Open: INC-1.', ['incidents']),
    );
  });

  it('is found by its thread', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    const root = desk.slack.posts()[0]?.ref;
    expect(await desk.incidents.inThread({ platform: 'slack', channel: 'C-incidents', thread: root?.id })).toMatchObject({ id: 'INC-1' });
    await desk.incidents.resolve('INC-1', ben);
    expect(await desk.incidents.inThread({ platform: 'slack', channel: 'C-incidents', thread: root?.id })).toMatchObject({ id: 'INC-1' });
    expect(await desk.incidents.inThread({ platform: 'slack', channel: 'C-incidents', thread: 'other' })).toBeUndefined();
    expect(await desk.incidents.inThread({ platform: 'slack', channel: 'C-incidents' })).toBeUndefined();
  });
});

describe('the JIRA issue of an incident', () => {
  it('is opened once, and its key is on the card', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    await desk.deliveries.run(desk.clock.now());
    const both = await Promise.all([desk.incidents.openIssue('INC-1', ben), desk.incidents.openIssue('INC-1', ben)]);
    expect(both.map((one) => one.incident.jira?.key)).toEqual(['SHOP-1', 'SHOP-1']);
    expect((await desk.incidents.openIssue('INC-1', ben)).result).toBe('already');
    await desk.deliveries.idle();
    expect(desk.tracker.issues()).toMatchObject([{ project: 'SHOP', mark: 'tocsin-ab12-inc-1', title: 'INC-1 Web shop: Slow responses' }]);
    expect(JSON.stringify(desk.teams.posts()[0]?.document)).toContain('https://jira.example.com/browse/SHOP-1');
  });

  it('36 holds no address that leads elsewhere than alerts may lead', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({ link: 'https://evil.example/x' });
    await desk.alert({ key: 'slower', rule: 'slower', title: 'Slower', link: 'https://portal.azure.com/#slower' });
    await desk.deliveries.run(desk.clock.now());
    await desk.incidents.openIssue('INC-1', ben);
    const told = desk.tracker
      .issues()
      .flatMap((issue) => issue.paragraphs)
      .join('\n');
    expect(told).toContain('Slower (azure, P2, fired):  https://portal.azure.com/#slower');
    expect(told).not.toContain('evil.example');
  });

  it('can be asked for again after it was refused', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    desk.tracker.fail(new ProviderError('JIRA', 'the account may not create an issue', { retry: { when: 'never' } }));
    await expect(desk.incidents.openIssue('INC-1', ben)).rejects.toThrow('the account may not create an issue');
    desk.clock.move(1_000);
    expect(await desk.incidents.openIssue('INC-1', ben)).toMatchObject({ result: 'opened', incident: { jira: { key: 'SHOP-1' } } });
  });

  it('comes later when JIRA is down, without being asked for again', async () => {
    const desk = await openIncidentDesk();
    await desk.alert({});
    desk.tracker.fail(new ProviderError('JIRA', 'it cannot be reached', { retry: { when: 'later', afterMs: 5_000 } }));
    expect((await desk.incidents.openIssue('INC-1', ben)).result).toBe('ordered');
    desk.clock.move(5_000);
    await desk.deliveries.run(desk.clock.now());
    expect((await desk.ledger.incident('INC-1'))?.jira?.key).toBe('SHOP-1');
  });
});
