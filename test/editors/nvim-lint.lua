-- What nvim-lint does with a linter, for the settings of docs/editors.md, and then what the test has Neovim do. A result for a text that has changed meanwhile is dropped.
local lint = { linters = {}, linters_by_ft = {} }
local namespace = vim.api.nvim_create_namespace('lint')

function lint.try_lint()
  for _, name in ipairs(lint.linters_by_ft[vim.bo.filetype] or {}) do
    local linter, buffer = lint.linters[name], vim.api.nvim_get_current_buf()
    local tick = vim.api.nvim_buf_get_changedtick(buffer)
    local command = { linter.cmd }
    for _, word in ipairs(linter.args) do
      table.insert(command, type(word) == 'function' and word() or word)
    end
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n') .. '\n'
    vim.system(command, { stdin = text }, vim.schedule_wrap(function(result)
      if vim.api.nvim_buf_get_changedtick(buffer) ~= tick then return end
      vim.diagnostic.set(namespace, buffer, linter.parser(result.stdout))
    end))
  end
end

package.loaded['lint'] = lint
package.loaded['lint.parser'] = {
  from_pattern = function(pattern, groups, severities, defaults)
    return function(output)
      local found = {}
      for line in vim.gsplit(output, '\n') do
        local matched = { line:match(pattern) }
        local captured = {}
        for index, value in ipairs(matched) do captured[groups[index]] = value end
        if #matched > 0 then
          table.insert(found, vim.tbl_extend('keep', {
            lnum = captured.lnum - 1,
            col = captured.col - 1,
            severity = severities[captured.severity],
            code = captured.code,
            message = captured.message,
          }, defaults))
        end
      end
      return found
    end
  end,
}

local ok, problem = pcall(function()
  dofile('nvim-lint-settings.lua')
  vim.cmd.edit('compose.yaml')
  if not vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20) then error('waited in vain') end
  local found = vim.tbl_map(function(one) return { one.code, one.severity, one.lnum, one.source } end, vim.diagnostic.get(0))
  vim.fn.writefile({ vim.json.encode(found) }, 'out.json')
end)
if not ok then
  io.stderr:write(tostring(problem) .. '\n')
  vim.cmd.cquit()
end
vim.cmd.qall()
