-- What the test has Neovim do: open compose.yaml, choose a code action, write the file. Prints what was found as JSON.
local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then error('waited in vain for ' .. what) end
end

local SEVERITIES = { 'error', 'warning', 'info', 'hint' }

local function marked()
  return vim.tbl_map(function(found)
    local text = vim.api.nvim_buf_get_text(0, found.lnum, found.col, found.end_lnum, found.end_col, {})
    return { found.code, SEVERITIES[found.severity], table.concat(text, '\n') }
  end, vim.diagnostic.get(0))
end

--- How the page of a rule is formatted for this editor, and how it begins.
local function hover()
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/hover', params, 20000) or {}) do
    local contents = answer.result.contents
    return { contents.kind, vim.split(contents.value, '\n')[1] }
  end
end

local ok, problem = pcall(function()
  vim.cmd.edit('compose.yaml')
  wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  local opened = marked()
  local tick = vim.api.nvim_buf_get_changedtick(0)
  vim.fn.search('true')
  local page = hover()
  -- At the beginning of the line: what is sent of the line counts.
  vim.fn.cursor(vim.fn.line('.'), 1)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return vim.startswith(action.title, vim.env.ACTION) end,
  })
  wait('the edit', function() return vim.api.nvim_buf_get_changedtick(0) > tick end)
  wait('diagnostics of the text that is not saved', function() return #vim.diagnostic.get(0) < #opened end)
  local fixed = marked()
  vim.cmd.write()
  vim.fn.writefile({ vim.json.encode({ opened = opened, hover = page, fixed = fixed }) }, 'out.json')
end)
if not ok then
  io.stderr:write(tostring(problem) .. '\n')
  vim.cmd.cquit()
end
vim.cmd.qall()
