-- Who announced that objects may be had may say that they may not any more (PS3.4 R).
grant delete on announced_instances to throughline_app;
