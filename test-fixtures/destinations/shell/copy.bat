@echo off
rem pscp app.zip root@1.2.3.4:/srv
set TARGET=root@8.8.4.4
scp app.zip %TARGET%:/srv
