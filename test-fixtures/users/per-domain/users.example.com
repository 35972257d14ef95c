jane:x:5:5::/srv/jane
