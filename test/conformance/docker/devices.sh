Devices, GPUs and what is cut off or measured by device.

### device
docker run --device /dev/fuse alpine

### device with an equals sign
docker run --device=/dev/snd alpine

### device under another name
docker run --device /dev/sda:/dev/xvda alpine

### device with permissions
docker run --device /dev/sda:r alpine

### device under another name with permissions
docker run --device /dev/sda:/dev/xvda:rw alpine

### device permissions in another order
docker run --device /dev/kvm:/dev/kvm:mrw alpine

### device path is cleaned
docker run --device /dev//./snd/ alpine

### device target is cleaned only with two parts
docker run --device /dev/a:/dev//b alpine

### device target that is a permission word is a permission
docker run --device /dev/a:m alpine

### raw memory and disks
docker run --device /dev/mem --device /dev/kmem:r --device /dev/sda1 alpine

### several devices
docker run --device=/dev/ttyUSB0 --device=/dev/ttyUSB1:/dev/serial alpine

### CDI device
docker run --device vendor.com/class=name alpine

### CDI device and a plain one
docker run --device nvidia.com/gpu=all --device /dev/fuse alpine

### cgroup rule
docker run --device-cgroup-rule 'c 1:3 rwm' alpine

### cgroup rules with wildcards
docker run --device-cgroup-rule='a *:* rwm' --device-cgroup-rule "b 8:* r" alpine

### all gpus
docker run --gpus all alpine

### number of gpus
docker run --gpus 2 alpine

### gpus with an equals sign
docker run --gpus=all alpine

### one gpu by name
docker run --gpus device=GPU-3a23c669 alpine

### gpus by index, quoted for the CSV
docker run --gpus '"device=0,2"' alpine

### gpus with capabilities
docker run --gpus 'all,"capabilities=compute,utility"' alpine

### gpus with driver and count
docker run --gpus driver=nvidia,count=1 alpine

### gpus with options
docker run --gpus 'driver=nvidia,options=a=1' alpine

### gpus given twice
docker run --gpus 1 --gpus device=1 alpine

### blkio weight
docker run --blkio-weight 300 alpine

### blkio weight of a device
docker run --blkio-weight-device /dev/sda:200 alpine

### device of three parts, of which none is cleaned
docker run --device /dev/a/../sda/:/dev/sdb/:r alpine

### device cleaned to the root
docker run --device / alpine

### cgroup rule with long numbers
docker run --device-cgroup-rule 'b 259:1024 rm' alpine

### weights of devices, the least and the most
docker run --blkio-weight-device /dev/sda:10 --blkio-weight-device /dev/sdb:1000 alpine
