-- What Neovim's own client makes of the server: run by neovim.test.ts with a file open, writes what it saw as JSON.
-- BORDERLINE_TEST is { node, cli, root, out } as JSON. Written for Neovim 0.7, which cannot pull diagnostics.
local given = vim.fn.json_decode(vim.env.BORDERLINE_TEST)
local seen = { version = tostring(vim.version()), pushes = 0, errors = {} }
local patience = 60000

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(seen) }, given.out)
  vim.cmd("qa!")
end

local function wait(what, holds)
  if not vim.wait(patience, holds, 20) then
    table.insert(seen.errors, "did not happen: " .. what)
    finish()
    error("given up")
  end
end

local function ranking()
  for _, each in ipairs(vim.diagnostic.get(0)) do
    local lsp = each.user_data and each.user_data.lsp or {}
    if (each.code or lsp.code) == "recommendation.ranking-model" then
      return { severity = each.severity, line = each.lnum, source = each.source, message = each.message }
    end
  end
end

local published = vim.lsp.handlers["textDocument/publishDiagnostics"]
local id = vim.lsp.start_client({
  name = "borderline",
  -- The built program, as the README has it.
  cmd = { given.node, given.cli, "lsp", "--stdio" },
  root_dir = given.root,
  init_options = { settings = { debounce = 0 } },
  handlers = {
    ["textDocument/publishDiagnostics"] = function(...)
      seen.pushes = seen.pushes + 1
      return published(...)
    end,
  },
})
vim.lsp.buf_attach_client(0, id)

wait("the first diagnostics", function() return ranking() ~= nil end)
seen.first = ranking()
local client = vim.lsp.get_client_by_id(id)
seen.offersPull = client.server_capabilities.diagnosticProvider ~= nil
seen.canPull = vim.lsp.handlers["textDocument/diagnostic"] ~= nil

-- A remote that is added: nobody touches the buffer, and this client watches no files.
vim.fn.system({ "git", "-C", given.root, "remote", "add", "origin", "https://github.com/acme/shop.git" })
wait("a warning after the remote was added", function()
  local now = ranking()
  return now ~= nil and now.severity == vim.diagnostic.severity.WARN
end)
seen.remote = ranking()

-- The code action for the whole file, chosen as a person would; then the reason that it asks for.
local chosen = false
vim.ui.select = function(items, options, choose)
  seen.actions = vim.tbl_map(options.format_item or tostring, items)
  for index, title in ipairs(seen.actions) do
    if title == "Not that technology: leave this file out, with a reason (recommendation.ranking-model)" then
      chosen = true
      return choose(items[index], index)
    end
  end
  choose(nil, nil)
end
vim.api.nvim_win_set_cursor(0, { seen.remote.line + 1, 0 })
vim.lsp.buf.code_action()
wait("a choice of actions", function() return seen.actions ~= nil end)
if chosen then
  wait("the edit of the code action", function() return vim.fn.search("borderline-ignore-file", "nw") > 0 end)
  local line = vim.fn.search("borderline-ignore-file", "nw")
  seen.comment = vim.fn.getline(line)
  vim.fn.setline(line, (seen.comment:gsub("<.->", "a toy for a lecture")))
  wait("a hint once there is a reason", function()
    local now = ranking()
    return now ~= nil and now.severity == vim.diagnostic.severity.HINT
  end)
  seen.suppressed = ranking()
end
vim.lsp.stop_client(id)
wait("the end of the server", function() return vim.lsp.client_is_stopped(id) end)
finish()
