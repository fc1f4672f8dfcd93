@echo off
rem One folder a logical database, databases\<schema> (or the folder named first), with its Prisma schema; and a client
rem in it where the folder finds Prisma's packages (examples\prisma).
setlocal
set "root=%~dp0.."
rem The Node of the project: another may be too old for its sources.
set "PATH=%root%\node_modules\.bin;%PATH%"
set "folder=%~1"
if "%folder%"=="" set "folder=%root%\databases"
node "%root%\scripts\prisma.js" "%folder%" || exit /b 1
