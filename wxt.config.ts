import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';

/** 127 opens the popup from the button. Edge and Opera take the same archive. */
const CHROMIUM = { minimum_chrome_version: '127' };

const FIREFOX = {
  browser_specific_settings: {
    gecko: {
      id: 'brainpost@brainpost',
      // The first that shows people what an extension sends, before they install it.
      strict_min_version: '140.0',
      // Conversations go to the endpoint that the user set: what the page shows, and what the user wrote there.
      data_collection_permissions: { required: ['websiteContent', 'personalCommunications'] },
    },
  },
};

export default defineConfig({
  // Firefox too: version 2 has no host permissions that are asked for later.
  manifestVersion: 3,
  imports: false,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ plugins: [preact()] }),
  manifest: ({ browser }) => ({
    name: 'Brainpost',
    description: '__MSG_manifest_description__',
    default_locale: 'en',
    permissions: ['storage', 'unlimitedStorage', 'alarms', 'scripting', 'contextMenus'],
    commands: {
      _execute_action: {},
      'send-conversation': {
        // Alt+Shift+B is the browser's own in Chromium, which then gives a command no key at all, without a word.
        suggested_key: { default: 'Alt+Shift+S' },
        description: '__MSG_command_send__',
      },
    },
    // Only the endpoint that the user sets is ever asked for, when it is set.
    optional_host_permissions: ['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*'],
    ...(browser === 'firefox' ? FIREFOX : browser === 'safari' ? {} : CHROMIUM),
  }),
  zip: {
    // What the people who review an add-on need to build it (docs/building.md), and no more.
    excludeSources: ['receiver/**', 'test/**'],
    includeSources: ['**/*', '.npmrc', '.nvmrc'],
  },
});
