// @ts-check
'use strict';

/** What is handed over at the end: an archive, commands, and what is left to do. */
const formHandover = (() => {
  const { element, icon, button, line, save, size, say } = formDom;

  /** The value of a plain entry of YAML. @param {string} yaml @param {string} key */
  function entry(yaml, key) {
    const found = new RegExp(`^${key}: (.+)$`, 'm').exec(yaml)?.[1].trim() ?? '';
    try {
      return found.startsWith('"') ? String(JSON.parse(found)) : found.startsWith("'") ? found.slice(1, -1).replaceAll("''", "'") : found;
    } catch {
      return found;
    }
  }

  /** @param {string} label @param {string} href */
  function link(label, href) {
    const made = element('a', '', label, icon('external'));
    made.href = href;
    made.rel = 'noreferrer';
    return made;
  }

  const MOST_FILES = 4;
  /** The longest address that forges take, with room to spare. */
  const LONGEST = 4000;

  /** Pages on which a small file is proposed, as far as an address can hold it. @param {string} home @param {string} branch @param {ScaffoldEngine} engine @param {ScaffoldOutcome} run */
  function proposals(home, branch, engine, { files }) {
    if (files.length > MOST_FILES) return [];
    return files.flatMap(({ path }) => {
      const text = formPreview.decoded(engine.file(path));
      const href = `${home}/new/${encodeURIComponent(branch || 'main')}?${new URLSearchParams({ filename: path, value: text ?? '' })}`;
      return text === null || href.length > LONGEST ? [] : [link(`Propose ${path} on the web`, href)];
    });
  }

  /**
   * Pages of the forge where a step can be done by hand, filled in as far as addresses can.
   * @param {ScaffoldTodo} todo @param {ScaffoldEngine} engine @param {ScaffoldOutcome} run
   */
  function links(todo, engine, run) {
    const written = entry(todo.input, 'repoUrl');
    if (!written.includes('?')) return [];
    const { host, parts } = formRepository.parse(written);
    const [owner, repo] = [parts.get('owner') ?? '', parts.get('repo') ?? ''];
    if (!/^[\w.-]+(:\d+)?$/.test(host) || owner === '' || repo === '') return [];
    const home = `https://${host}/${owner.split('/').map(encodeURIComponent).join('/')}/${encodeURIComponent(repo)}`;
    const branch = entry(todo.input, 'branchName');
    const title = entry(todo.input, 'title');
    switch (todo.action) {
      case 'publish:github':
      case 'github:repo:create': {
        const query = new URLSearchParams({ owner, name: repo, visibility: entry(todo.input, 'repoVisibility') || 'private' });
        const description = entry(todo.input, 'description');
        if (description) query.set('description', description);
        return [link('Create it on the web, filled in', `https://${host}/new?${query}`)];
      }
      case 'publish:gitlab': return [link('Create it on the web', `https://${host}/projects/new#blank_project`)];
      case 'github:actions:dispatch': {
        const workflow = entry(todo.input, 'workflowId');
        return workflow ? [link('Run the workflow on the web', `${home}/actions/workflows/${encodeURIComponent(workflow)}`)] : [];
      }
      case 'publish:github:pull-request': return [
        ...(branch ? [link('Open the pull request on the web, once the branch is pushed', `${home}/compare/${encodeURIComponent(branch)}?${new URLSearchParams({ expand: '1', title, body: entry(todo.input, 'description') })}`)] : []),
        ...proposals(home, entry(todo.input, 'targetBranchName'), engine, run),
      ];
      case 'publish:gitlab:merge-request': return branch
        ? [link('Open the merge request on the web, once the branch is pushed', `${home}/-/merge_requests/new?${new URLSearchParams({ 'merge_request[source_branch]': branch, 'merge_request[title]': title })}`)]
        : [];
      default: return [];
    }
  }

  const WORDS = new Map([
    ['catalog:register', 'Nothing to do where Callboard collects the repository: it finds its catalog-info.yaml by itself.'],
  ]);

  /** @param {ScaffoldTodo} todo @param {ScaffoldEngine} engine @param {ScaffoldOutcome} run */
  function task(todo, engine, run) {
    const commands = todo.commands.filter((command) => !command.startsWith('#'));
    const remarks = todo.commands.filter((command) => command.startsWith('#')).map((command) => command.replace(/^#+\s*/, ''));
    const words = remarks.length > 0 ? remarks : commands.length === 0 ? [WORDS.get(todo.action) ?? 'Only a server with the rights can do this; below is what the step was given.'] : [];
    const detail = element('details', 'form-input-given', element('summary', '', 'What the step was given'), element('pre', '', element('code', '', todo.input)));
    detail.querySelector('pre')?.setAttribute('tabindex', '0');
    return element('li', '', element('p', 'form-task', element('strong', '', todo.title), element('code', '', todo.action)),
      ...words.map((text) => element('p', '', text)),
      ...(commands.length > 0 ? [line(commands.join('\n'), `Copy the commands: ${todo.title}`)] : []),
      ...links(todo, engine, run).map((one) => element('p', 'form-links', one)),
      ...(todo.input ? [detail] : []));
  }

  /** @param {string} title @param {(Node | string)[]} parts */
  const section = (title, ...parts) => element('section', 'form-part', element('h3', '', title), ...parts);

  /** The commands that put the project on a forge, where the template has no step for it. @param {string} folder */
  function publish(folder) {
    const begin = `unzip ${folder}.zip && cd ${folder}\ngit init --initial-branch main && git add --all && git commit --message 'Initial commit'`;
    return [element('li', '', element('p', 'form-task', element('strong', '', 'Put it on GitHub')), line(`${begin}\ngh repo create ${folder} --private --source . --push`, 'Copy the commands for GitHub')),
      element('li', '', element('p', 'form-task', element('strong', '', 'Or on GitLab')), line(`${begin}\nglab repo create ${folder} --private && git push --set-upstream origin main`, 'Copy the commands for GitLab'))];
  }

  /**
   * @param {object} given
   * @param {ScaffoldEngine} given.engine @param {ScaffoldOutcome} given.run @param {string} given.folder  What the project is called.
   * @param {{ text: string, file: boolean }} given.command
   * @param {Record<string, FormValue>} given.answers  Those that the command is given.
   * @returns {HTMLElement[]}
   */
  function parts({ engine, run, folder, command, answers }) {
    const total = run.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const download = button('button button-main form-download', [icon('download'), `Download ${folder}.zip`], async () => {
      save(`${folder}.zip`, await engine.zip(folder), 'application/zip');
      say(`${folder}.zip is being saved`);
    });
    const values = button('button', [icon('download'), `${folder}.json`], () => save(`${folder}.json`, `${JSON.stringify(answers, null, 2)}\n`, 'application/json'));
    const forges = run.todo.some(({ action }) => /^(publish:|github:|gitlab:|azure:|bitbucket)/.test(action));
    const tasks = [...run.todo.map((todo) => task(todo, engine, run)), ...(forges || run.files.length === 0 ? [] : publish(folder))];
    const files = run.files.length;
    const texts = run.notes.filter(({ content }) => content !== '');
    return [
      ...(files > 0 ? [section('Take it with you', element('p', 'form-take', download, element('span', 'quiet', `${files} ${files === 1 ? 'file' : 'files'}, ${size(total)}`)))] : []),
      section('Or on the command line', line(command.text, 'Copy the command'),
        ...(command.file ? [element('p', 'form-take', values, element('span', 'quiet', 'the answers, for the command'))] : [])),
      ...(tasks.length > 0 ? [section('Left for you to do', ...(forges && files > 0 ? [line(`unzip ${folder}.zip && cd ${folder}`, 'Copy the command that unpacks it')] : []), element('ol', 'form-tasks', ...tasks))] : []),
      ...texts.map(({ title, content, is_link: isLink }) => (isLink
        ? element('p', 'form-links', /^https?:\/\//.test(content) ? link(title || content, content) : element('span', '', `${title}: `, element('code', '', content)))
        : section(title || 'From the template', element('div', 'form-note-text', ...formWords.blocks(content))))),
      ...(run.log.length > 0 ? [section('What the template logged', element('pre', 'form-log', element('code', '', run.log.join('\n'))))] : []),
    ];
  }

  return { parts };
})();
