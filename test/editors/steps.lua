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

local ok, problem = pcall(function()
  vim.cmd.edit('compose.yaml')
  wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  local opened = marked()
  local tick = vim.api.nvim_buf_get_changedtick(0)
  vim.fn.search('true')
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action) return vim.startswith(action.title, vim.env.ACTION) end,
  })
  wait('the edit', function() return vim.api.nvim_buf_get_changedtick(0) > tick end)
  wait('diagnostics of the text that is not saved', function() return #vim.diagnostic.get(0) < #opened end)
  local fixed = marked()
  vim.cmd.write()
  vim.fn.writefile({ vim.json.encode({ opened = opened, fixed = fixed }) }, 'out.json')
end)
if not ok then
  io.stderr:write(tostring(problem) .. '\n')
  vim.cmd.cquit()
end
vim.cmd.qall()
