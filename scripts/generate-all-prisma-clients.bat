@echo off
rem One folder a logical database, databases\<schema> (or the folder named first), with its Prisma schema; and a client
rem in it where the project has the package `prisma` (7 or newer).
setlocal
set "root=%~dp0.."
rem The Node of the project: another may be too old for its sources.
set "PATH=%root%\node_modules\.bin;%PATH%"
set "folder=%~1"
if "%folder%"=="" set "folder=%root%\databases"
node "%root%\scripts\prisma.js" "%folder%" || exit /b 1
if not exist "%root%\node_modules\.bin\prisma.cmd" (
  echo Schemas written. For the clients: npm install --save-dev prisma, then this again.
  exit /b 0
)
for /d %%d in ("%folder%\*") do call "%root%\node_modules\.bin\prisma.cmd" generate --schema "%%d\schema.prisma" || exit /b 1
