@echo off
rem The hil command for Windows: builds what is missing, then runs it. hil --help explains.
setlocal
set "ROOT=%~dp0"
set "JAR=%ROOT%hil-runner\cli\target\hil.jar"
if exist "%JAR%" goto run
echo hil: building, for a moment 1>&2
call "%ROOT%mvnw.cmd" -q -B -ntp -f "%ROOT%pom.xml" -DskipTests -Dspotless.check.skip -pl hil-runner/cli -am package 1>&2
if errorlevel 1 exit /b 1
:run
java -Djdk.console=java.base "-Dgradhil.root=%ROOT%." -jar "%JAR%" %*
exit /b %errorlevel%
